using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary><c>kill -9</c> under traffic, and a start over the same data: what was accepted is there.</summary>
public sealed class KillTests(ITestOutputHelper output, PostgresServer server) : IDisposable
{
    const int Members = 4;
    const int Queued = 5;

    // What a busy machine may add.
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    readonly Home _home = new(server);

    public void Dispose() => _home.Dispose();

    [Fact]
    public Task Killed_program_comes_back_with_everything_that_it_had_accepted() => KillAndComeBackAsync();

    [Fact]
    public async Task Killed_program_on_a_server_comes_back_with_everything_that_it_had_accepted()
    {
        await _home.MoveToServerAsync();
        await KillAndComeBackAsync();
    }

    async Task KillAndComeBackAsync()
    {
        await using var relay = new Relay();
        using var user = new Operator(relay.Url);
        await using var fleet = new Fleet(relay.Url, _home.Data);
        var first = await StartAsync(relay);

        // An organisation: a lead, members that work, and one whose agent is down.
        var lead = await user.CreateAsync("lead", null);
        var members = new List<(string Id, string Token)>();
        for (var i = 0; i < Members; i++) members.Add(await user.CreateAsync($"member {i}", lead.Id));
        var sleeper = await user.CreateAsync("sleeper", lead.Id);

        var leader = await fleet.JoinAsync(lead.Id, lead.Token);
        foreach (var (id, token) in members) await fleet.JoinAsync(id, token);
        foreach (var (id, _) in members) fleet.Talk(leader, id);
        await Eventually.IsTrue(() => fleet.Answered > 20, () => "no traffic came up\n" + first.Output);

        // Messages for the one that is down are accepted for later.
        await using var down = new HangUpListener();
        await user.PostAsync("registry/register", new JsonObject
        {
            ["id"] = sleeper.Id, ["url"] = down.Url.AbsoluteUri, ["agent_card"] = new JsonObject { ["name"] = "sleeper" },
        }, sleeper.Token);
        for (var i = 0; i < Queued; i++)
            (await leader.Platform.SendAsync(sleeper.Id, $"for later {i}")).ShouldBeOfType<SendOutcome.Queued>();

        var workspaces = Ids(await user.ListAsync("workspaces"));
        var events = new Dictionary<string, string[]>();
        foreach (var id in workspaces) events[id] = Ids(await user.ListAsync($"events/{id}"));
        events.Values.Sum(ids => ids.Length).ShouldBeGreaterThan(Members);

        var answered = fleet.Answered;
        await Eventually.IsTrue(() => fleet.Answered > answered + 20, () => "traffic ended before the kill");
        await first.KillAsync();
        relay.LeadTo(null);
        await Eventually.IsTrue(() => fleet.Agents.All(agent => agent.State == AgentState.Disconnected), () => "the agents did not notice");

        await using var second = await StartAsync(relay);
        var back = Stopwatch.GetTimestamp();

        // Everything is there.
        Ids(await user.ListAsync("workspaces")).ShouldBe(workspaces, ignoreOrder: true);
        foreach (var (id, before) in events) before.ShouldBeSubsetOf(Ids(await user.ListAsync($"events/{id}")), $"events of {id}");
        foreach (var (id, token) in members.Append(lead).Append(sleeper))
            (await user.StatusAsync($"workspaces/{id}/tokens", token)).ShouldBe(200, "a token of before");

        // The agents go on by themselves, with the tokens they have.
        await Eventually.IsTrue(
            () => fleet.Agents.All(agent => agent.State == AgentState.Online), () => "the agents did not come back\n" + second.Output);
        var online = Stopwatch.GetElapsedTime(back);
        output.WriteLine($"agents online {online.TotalSeconds:0.00} s after the restart");
        online.ShouldBeLessThan(Fleet.HeartbeatInterval + Slack, "they go on within one heartbeat");
        answered = fleet.Answered;
        await Eventually.IsTrue(() => fleet.Answered > answered + 20, () => "traffic did not come back\n" + second.Output);
        output.WriteLine($"traffic back {Stopwatch.GetElapsedTime(back).TotalSeconds:0.00} s after the restart");

        // The sleeper wakes, and gets what waited for it, each message once.
        await fleet.JoinAsync(sleeper.Id, sleeper.Token);
        await Eventually.IsTrue(
            () => Enumerable.Range(0, Queued).All(i => fleet.Handled.ContainsKey($"for later {i}")),
            () => $"only {string.Join(", ", fleet.Handled.Keys)} arrived\n{second.Output}");
        for (var i = 0; i < Queued; i++) fleet.Handled[$"for later {i}"].ShouldBe(1);
    }

    async Task<SiloProcess> StartAsync(Relay relay)
    {
        var silo = await _home.StartAsync(("MOLECULE_ENV", "development"), ("MOLECULE_LOG_LEVEL", "warning"));
        relay.LeadTo(await silo.ReadyAsync());
        output.WriteLine($"ready after {silo.TimeToReady.TotalSeconds:0.00} s");
        return silo;
    }

    static string[] Ids(IEnumerable<JsonElement> rows) => [.. rows.Select(row => row.GetProperty("id").GetString()!)];
}
