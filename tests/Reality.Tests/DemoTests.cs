using System.Text.Json.Nodes;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>What a newcomer sees after pressing one button.</summary>
public sealed class DemoTests(PostgresServer server) : IDisposable
{
    readonly Home _home = new(server);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Demo_comes_to_life_goes_on_after_a_kill_and_is_put_away()
    {
        await using var relay = new Relay();
        using var user = new Operator(relay.Url);
        await using var first = await StartAsync(relay);
        (await user.GetAsync("demo")).ToString().ShouldBe("""{"available":true,"running":false}""");

        (await user.PostAsync("demo", [])).ToString().ShouldBe("""{"available":true,"running":true}""");
        (await user.PostAsync("demo", [])).ToString().ShouldBe("""{"available":true,"running":true}""");

        var ids = await IdsAsync(user);
        ids.Length.ShouldBe(5);
        await AllOnlineAsync(user);
        await Eventually.IsTrue(async () => await MessagesAsync(user, ids) >= 3, () => "the agents do not talk\n" + first.Output);

        await first.KillAsync();
        await using var second = await StartAsync(relay);
        await Eventually.IsTrue(
            async () => (await user.GetAsync("demo")).GetProperty("running").GetBoolean(),
            () => "the demo did not go on\n" + second.Output);
        (await IdsAsync(user)).ShouldBe(ids, ignoreOrder: true);
        var before = await MessagesAsync(user, ids);
        await Eventually.IsTrue(
            async () => await MessagesAsync(user, ids) > before, () => "the agents do not talk any more\n" + second.Output);

        var lead = (await user.ListAsync("workspaces")).Single(row => row.GetProperty("parent_id").GetString() is null);
        var own = await user.CreateAsync("somebody's own", lead.GetProperty("id").GetString());
        (await user.DeleteAsync("demo")).ShouldBe(200);
        (await IdsAsync(user)).ShouldBe([lead.GetProperty("id").GetString()!, own.Id], ignoreOrder: true);
        Directory.EnumerateFiles(_home.Data, "demo-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Demo_outside_development_is_for_admins_and_only_where_it_is_allowed()
    {
        await using var closed = await _home.StartAsync(("ADMIN_TOKEN", "admin"));
        using (var user = new Operator(await closed.ReadyAsync()))
        {
            (await user.StatusAsync("demo")).ShouldBe(401);
            (await user.StatusAsync("demo", "admin")).ShouldBe(200);
            (await Should.ThrowAsync<InvalidOperationException>(() => user.PostAsync("demo", [], "admin"))).Message.ShouldContain("404");
        }

        await closed.KillAsync();
        await using var open = await _home.StartAsync(("ADMIN_TOKEN", "admin"), ("MOLECULE_DEMO", "1"));
        using var admin = new Operator(await open.ReadyAsync());
        (await admin.PostAsync("demo", [], "admin")).ToString().ShouldBe("""{"available":true,"running":true}""");
        var lead = (await admin.ListAsync("workspaces", "admin")).Single(row => row.GetProperty("name").GetString() == "Studio lead");
        var answer = await admin.PostAsync($"workspaces/{lead.GetProperty("id").GetString()}/a2a", new JsonObject
        {
            ["method"] = "message/send",
            ["params"] = new JsonObject
            {
                ["message"] = new JsonObject
                {
                    ["role"] = "user",
                    ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = "a poem" }),
                },
            },
        }, "admin");
        answer.ToString().ShouldContain("Researcher");
    }

    async Task<SiloProcess> StartAsync(Relay relay)
    {
        var silo = await _home.StartAsync(("MOLECULE_ENV", "development"));
        relay.LeadTo(await silo.ReadyAsync());
        return silo;
    }

    static async Task<string[]> IdsAsync(Operator user) =>
        [.. (await user.ListAsync("workspaces")).Select(row => row.GetProperty("id").GetString()!)];

    static Task AllOnlineAsync(Operator user) => Eventually.IsTrue(
        async () => (await user.ListAsync("workspaces")).All(row => row.GetProperty("status").GetString() == "online"),
        () => "not all are online");

    static async Task<int> MessagesAsync(Operator user, string[] ids)
    {
        var count = 0;
        foreach (var id in ids) count += (await user.ListAsync($"workspaces/{id}/activity?type=a2a_receive&limit=500")).Length;
        return count;
    }
}
