using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 14: which agent a workspace has.</summary>
public sealed class AgentTests(ManagedServer managed) : IClassFixture<ManagedServer>
{
    Client Admin => managed.Admin;

    [Fact]
    [Row("14/assign 14/replace 14/remove")]
    public async Task Agent_isAssignedReplacedAndRemoved()
    {
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateOnlineAsync();
        var path = $"/workspaces/{id}/agent";
        (await Admin.PatchAsync(path, new { model = "m" })).ShouldFail(404, "no active agent to replace");
        (await Admin.DeleteAsync(path)).ShouldFail(404, "no active agent to remove");

        var assigned = (await managed.AgentOf(id).PostAsync(path, new { model = "opus" })).Ok(201);
        var first = assigned.String("agent_id");
        assigned.Text.ShouldBe($$"""{"agent_id":"{{first}}","model":"opus"}""");
        (await Admin.PostAsync(path, new { model = "m" })).ShouldFail(409, "workspace already has an active agent, use PATCH to replace");

        var replaced = (await Admin.PatchAsync(path, new { model = "sonnet" })).Ok();
        var second = replaced.String("agent_id");
        replaced.Text.ShouldBe($$"""{"agent_id":"{{second}}","model":"sonnet","old_model":"opus"}""");
        second.ShouldNotBe(first);
        (await Admin.DeleteAsync(path)).ShouldBe(200, $$"""{"status":"removed","agent_id":"{{second}}"}""");
        (await Admin.DeleteAsync(path)).ShouldFail(404, "no active agent to remove");
        (await Admin.PostAsync(path, new { model = "haiku" })).Ok(201);

        (await feed.NextAsync(id, "AGENT_ASSIGNED")).ShouldBe($$"""{"agent_id":"{{first}}","model":"opus"}""");
        (await feed.NextAsync(id, "AGENT_REPLACED")).ShouldBe($$"""{"agent_id":"{{second}}","model":"sonnet","old_model":"opus"}""");
        (await feed.NextAsync(id, "AGENT_REMOVED")).ShouldBe($$"""{"agent_id":"{{second}}","model":"sonnet"}""");
        (await managed.EventsAsync(id)).Where(e => e.StartsWith("AGENT", StringComparison.Ordinal)).Take(3).ShouldBe(
        [
            $$"""AGENT_ASSIGNED {"agent_id":"{{first}}","model":"opus"}""",
            $$"""AGENT_REPLACED {"agent_id":"{{second}}","model":"sonnet","old_model":"opus"}""",
            $$"""AGENT_REMOVED {"agent_id":"{{second}}","model":"sonnet"}""",
        ]);
        managed.Backend.Starts.Count(start => start.WorkspaceId == id).ShouldBe(1);
    }

    [Fact]
    [Row("14/move")]
    public async Task Agent_movesToAnotherWorkspace()
    {
        await using var feed = await managed.WatchAsync();
        var (from, to) = (await managed.CreateAsync(), await managed.CreateAsync());
        var agent = (await Admin.PostAsync($"/workspaces/{from}/agent", new { model = "opus" })).Ok(201).String("agent_id");

        (await Admin.PostAsync($"/workspaces/{from}/agent/move", new { target_workspace_id = Ids.Unknown })).ShouldFail(404, "target workspace not found");
        (await Admin.PostAsync($"/workspaces/{to}/agent/move", new { target_workspace_id = from }))
            .ShouldFail(409, "target workspace already has an active agent");
        (await Admin.PostAsync($"/workspaces/{to}/agent/move", new { target_workspace_id = to })).ShouldFail(404, "no active agent in source workspace");

        (await Admin.PostAsync($"/workspaces/{from}/agent/move", new { target_workspace_id = to })).ShouldBe(
            200, $$"""{"agent_id":"{{agent}}","model":"opus","from_workspace":"{{from}}","to_workspace":"{{to}}"}""");

        (await feed.NextAsync(to, "AGENT_MOVED")).ShouldBe($$"""{"agent_id":"{{agent}}","model":"opus","source_workspace_id":"{{from}}"}""");
        (await feed.NextAsync(from, "AGENT_MOVED")).ShouldBe($$"""{"agent_id":"{{agent}}","model":"opus","target_workspace_id":"{{to}}"}""");
        (await managed.EventsAsync(from))[^1].ShouldStartWith("AGENT_MOVED");
        (await managed.EventsAsync(to))[^1].ShouldStartWith("AGENT_MOVED");
        (await Admin.DeleteAsync($"/workspaces/{from}/agent")).ShouldFail(404, "no active agent to remove");
        (await Admin.PostAsync($"/workspaces/{to}/agent/move", new { target_workspace_id = from })).Ok().String("agent_id").ShouldBe(agent);
    }

    [Fact]
    [Row("14/move")]
    public async Task Move_needsTheTargetsConsent()
    {
        var (from, to) = (await managed.CreateAsync(), await managed.CreateAsync());
        (await Admin.PostAsync($"/workspaces/{from}/agent", new { model = "opus" })).Ok(201);

        (await managed.AgentOf(from).PostAsync($"/workspaces/{from}/agent/move", new { target_workspace_id = to }))
            .ShouldFail(401, "invalid workspace auth token");
        (await managed.AgentOf(to).PostAsync($"/workspaces/{from}/agent/move", new { target_workspace_id = to }))
            .ShouldFail(401, "invalid workspace auth token");
        (await Admin.DeleteAsync($"/workspaces/{from}/agent")).Ok();
    }

    [Theory]
    [Row("14/assign")]
    [InlineData("POST", "", "")]
    [InlineData("POST", "", "{}")]
    [InlineData("POST", "", """{"model":""}""")]
    [InlineData("POST", "", """{"model":1}""")]
    [InlineData("POST", "", """{"model":"a\nb"}""")]
    [InlineData("PATCH", "", """{"model":null}""")]
    [InlineData("POST", "/move", "{}")]
    [InlineData("POST", "/move", """{"target_workspace_id":""}""")]
    [InlineData("POST", "/move", """{"target_workspace_id":"x"}""")]
    public async Task Agent_refusesWhatIsNoBody(string method, string route, string body) =>
        (await Admin.SendAsync(method, $"/workspaces/{await managed.CreateAsync()}/agent{route}", body)).ShouldFail(400, "invalid request body");

    [Fact]
    [Row("14/assign")]
    public async Task Agent_ofNobody_isNotFound()
    {
        var removed = await managed.CreateAsync();
        var source = await managed.CreateAsync();
        (await Admin.PostAsync($"/workspaces/{source}/agent", new { model = "m" })).Ok(201);
        (await Admin.DeleteAsync($"/workspaces/{removed}")).Ok();
        foreach (var gone in new[] { removed, Ids.Unknown })
        {
            (await Admin.PostAsync($"/workspaces/{gone}/agent", new { model = "m" })).ShouldFail(404, "workspace not found");
            (await Admin.PatchAsync($"/workspaces/{gone}/agent", new { model = "m" })).ShouldFail(404, "no active agent to replace");
            (await Admin.PostAsync($"/workspaces/{source}/agent/move", new { target_workspace_id = gone })).ShouldFail(404, "target workspace not found");
        }
    }
}
