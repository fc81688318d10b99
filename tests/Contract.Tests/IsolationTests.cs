using Molecule.Contract.Tests.Support;
using Molecule.Gateway.Access;

namespace Molecule.Contract.Tests;

/// <summary>Two orgs on one server: neither sees the other, by any route that there is.</summary>
public sealed class IsolationTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("2.1/orgs")]
    public async Task ForeignId_isUnknown_onEveryRoute()
    {
        var stranger = await StrangerAsync();
        var mine = await shared.CreateAsync(new { name = "mine" });
        var other = await shared.CreateAsync(new { name = "other", parent_id = mine });
        object body = new
        {
            id = mine, workspace_id = mine, url = "http://localhost:9", agent_card = new { }, activity_type = "error", name = "taken",
                method = "message/send",
        };

        foreach (var (method, pattern) in Routes.Of(shared.Server).Where(route => route.Pattern.Contains("{id}", StringComparison.Ordinal)))
        {
            if (pattern.StartsWith("/admin/", StringComparison.Ordinal))
                continue; // The test-token route knows the admin token only.
            var (asked, unknown) = (Path(pattern, mine), Path(pattern, Ids.Unknown));
            var one = await stranger.SendAsync(method, asked, body, ("X-Workspace-ID", other));
            var two = await stranger.SendAsync(method, unknown, body, ("X-Workspace-ID", other));
            $"{one.Status} {one.Text.Replace(mine, "ID")}"
                .ShouldBe($"{two.Status} {two.Text.Replace(Ids.Unknown, "ID")}", $"{method} {pattern}");
        }

        (await shared.Admin.GetAsync($"/workspaces/{mine}")).Ok().String("name").ShouldBe("mine");
        (await shared.Admin.GetAsync($"/workspaces/{mine}/activity")).ShouldBe(200, "[]");
    }

    [Fact]
    [Row("2.1/orgs")]
    public async Task Lists_areTheOrgsOwn()
    {
        var stranger = await StrangerAsync();
        var mine = await shared.CreateAsync(new { name = "mine" });
        var theirs = (await stranger.PostAsync("/workspaces", new { name = "theirs" })).Ok(201).String("id");

        (await stranger.GetAsync("/workspaces")).Ok().Text.ShouldNotContain(mine);
        (await shared.Admin.GetAsync("/workspaces")).Ok().Text.ShouldNotContain(theirs);
        (await stranger.GetAsync("/events")).Ok().Text.ShouldNotContain(mine);
        (await shared.Admin.GetAsync("/events")).Ok().Text.ShouldNotContain(theirs);
        (await shared.Admin.GetAsync("/org/tokens")).ShouldBe(200, """{"tokens":[],"count":0}""");
        var asked = (await shared.Admin.PostAsync($"/workspaces/{mine}/approvals", new { action = "mine" })).Ok(201).String("approval_id");
        foreach (var id in (string[])[mine, theirs])
            (await stranger.PostAsync($"/workspaces/{id}/approvals/{asked}/decide", new { decision = "approved" })).ShouldFail(404, "approval not found or already decided");
        (await stranger.GetAsync($"/workspaces/{mine}/approvals")).ShouldBe(200, "[]");
        (await stranger.PostAsync($"/workspaces/{theirs}/approvals", new { action = "theirs" })).Ok(201);
        (await stranger.GetAsync("/approvals/pending")).Ok().Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("action").GetString().ShouldBe("theirs");
        (await shared.Admin.GetAsync("/approvals/pending")).Ok().Text.ShouldNotContain(theirs);
        (await stranger.GetAsync("/org/tokens")).Ok().Json.GetProperty("count").GetInt32().ShouldBeGreaterThan(0);
        (await shared.Anonymous.GetAsync($"/workspaces/{theirs}")).ShouldFail(404, "workspace not found");
        (await stranger.GetAsync($"/workspaces/{theirs}")).Ok();
        (await stranger.PostAsync("/workspaces", new { name = "n", parent_id = mine })).ShouldFail(400, "invalid workspace fields");
        (await stranger.PostAsync("/registry/check-access", new { caller_id = mine, target_id = mine[..^1] }))
            .ShouldBe(200, """{"allowed":false}""");
        (await stranger.PostAsync("/registry/heartbeat", new { workspace_id = mine })).ShouldFail(404, "workspace not found");

        // Registering the same id makes the stranger a workspace of its own, and leaves mine alone.
        (await stranger.PostAsync("/registry/register", new { id = mine, url = "http://localhost:9", agent_card = new { } })).Ok();
        (await shared.Admin.GetAsync($"/workspaces/{mine}")).Ok().String("url").ShouldBe("");
    }

    async Task<Client> StrangerAsync()
    {
        var token = await shared.Server.Services.GetRequiredService<IGrainFactory>().Org("umbrella").MintTokenAsync("stranger", "", null);
        return shared.Server.With(token.PlainText);
    }

    static string Path(string pattern, string id) => pattern.Replace("{id}", id).Replace("{tokenId}", Ids.Unknown);
}
