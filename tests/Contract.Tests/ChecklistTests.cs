using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>What existing suites assert: section 17, line by line.</summary>
public sealed class ChecklistTests
{
    [Fact]
    [Row("1.1/lists 2.3/reopen 17/1 17/9")]
    public async Task EmptyServer_isOpenUntilTheFirstTokenAndAgainAfterTheLast()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();

        (await anyone.GetAsync("/workspaces")).ShouldBe(200, "[]");
        var id = (await anyone.PostAsync("/workspaces", new { name = "first" })).Ok(201).String("id");
        (await anyone.GetAsync("/workspaces")).Ok().Json.GetArrayLength().ShouldBe(1);

        var token = (await anyone.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
        (await anyone.GetAsync("/workspaces")).ShouldFail(401, "admin auth required");
        var agent = server.With(token);
        (await agent.GetAsync("/workspaces")).Ok();

        (await agent.DeleteAsync($"/workspaces/{id}")).Ok();
        (await anyone.GetAsync("/workspaces")).ShouldBe(200, "[]");
        (await anyone.PostAsync("/workspaces", new { name = "next" })).Ok(201);
        server.Faults.All.ShouldBeEmpty();
    }

    [Fact]
    [Row("2.11/appear-1 7.3/token 17/2")]
    public async Task Register_yieldsATokenOnce()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "agent" })).Ok(201).String("id");
        var body = new { id, url = "http://localhost:9", agent_card = new { name = "agent" } };

        var first = (await anyone.PostAsync("/registry/register", body)).Ok();
        first.String("status").ShouldBe("registered");
        var second = (await server.With(first.String("auth_token")).PostAsync("/registry/register", body)).Ok();
        second.ShouldBe(200, """{"status":"registered"}""");
    }

    [Fact]
    [Row("17/3")]
    public async Task Register_isSeenAtOnce()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "agent" })).Ok(201).String("id");
        var token = (await anyone.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");

        (await server.With(token).PostAsync("/registry/register",
            new { id, url = "http://localhost:9", agent_card = new { name = "agent", skills = new[] { "x" } } })).Ok();

        var seen = (await anyone.GetAsync($"/workspaces/{id}")).Ok();
        seen.Text.ShouldContain("\"status\":\"online\"");
        seen.Text.ShouldContain("\"url\":\"http://localhost:9\"");
        seen.Text.ShouldContain("\"agent_card\":{\"name\":\"agent\",\"skills\":[\"x\"]}");
    }

    [Fact]
    [Row("17/4 17/5")]
    public async Task Team_findsItself()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var lead = (await anyone.PostAsync("/workspaces", new { name = "lead" })).Ok(201).String("id");
        var one = await JoinAsync(server, "one", lead);
        var two = await JoinAsync(server, "two", lead, one.Token);
        var stranger = (await server.With(one.Token).PostAsync("/workspaces", new { name = "stranger" })).Ok(201).String("id");
        var theirs = (await server.With(one.Token).PostAsync("/workspaces", new { name = "theirs", parent_id = stranger }))
            .Ok(201).String("id");

        var agent = server.With(one.Token);
        (await agent.GetAsync($"/registry/discover/{two.Id}")).ShouldFail(400, "X-Workspace-ID header is required");
        var found = (await agent.GetAsync($"/registry/discover/{two.Id}", ("X-Workspace-ID", one.Id))).Ok();
        found.String("url").ShouldNotBeEmpty();
        found.String("name").ShouldBe("two");

        var peers = (await agent.GetAsync($"/registry/{one.Id}/peers")).Ok().Json.EnumerateArray()
            .Select(p => p.GetProperty("name").GetString());
        peers.ShouldBe(["two", "lead"]);

        (await anyone.PostAsync("/registry/check-access", new { caller_id = lead, target_id = two.Id }))
            .ShouldBe(200, """{"allowed":true}""");
        (await anyone.PostAsync("/registry/check-access", new { caller_id = one.Id, target_id = theirs }))
            .ShouldBe(200, """{"allowed":false}""");
    }

    [Fact]
    [Row("17/6 17/7")]
    public async Task Heartbeat_movesTheStatusAndShowsTheFigures()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "agent" })).Ok(201).String("id");
        (await anyone.GetAsync($"/workspaces/{id}")).String("status").ShouldBe("failed");

        async Task<string> BeatAsync(double rate)
        {
            (await anyone.PostAsync("/registry/heartbeat",
                new { workspace_id = id, error_rate = rate, active_tasks = 2, uptime_seconds = 77 }))
                .ShouldBe(200, """{"status":"ok"}""");
            return (await anyone.GetAsync($"/workspaces/{id}")).Ok().Text;
        }

        (await BeatAsync(0)).ShouldContain("\"status\":\"online\"");
        var degraded = await BeatAsync(0.8);
        degraded.ShouldContain("\"status\":\"degraded\"");
        degraded.ShouldContain("\"last_error_rate\":0.8");
        degraded.ShouldContain("\"active_tasks\":2");
        degraded.ShouldContain("\"uptime_seconds\":77");
        (await BeatAsync(0.3)).ShouldContain("\"status\":\"degraded\"");
        (await BeatAsync(0.0)).ShouldContain("\"status\":\"online\"");
    }

    [Fact]
    [Row("4.5/confirm 17/8")]
    public async Task Delete_ofAParent_needsAConfirmation()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var lead = (await anyone.PostAsync("/workspaces", new { name = "lead" })).Ok(201).String("id");
        var child = (await anyone.PostAsync("/workspaces", new { name = "child", parent_id = lead })).Ok(201).String("id");
        (await anyone.PostAsync("/workspaces", new { name = "grandchild", parent_id = child })).Ok(201);

        var asked = await anyone.DeleteAsync($"/workspaces/{lead}");
        asked.Status.ShouldBe(409);
        asked.String("status").ShouldBe("confirmation_required");
        asked.Json.GetProperty("children_count").GetInt32().ShouldBe(1);
        asked.Json.GetProperty("children")[0].GetRawText().ShouldBe($$"""{"id":"{{child}}","name":"child"}""");
        asked.String("message").ShouldNotBeEmpty();

        (await anyone.DeleteAsync($"/workspaces/{lead}?confirm=true")).ShouldBe(200, """{"status":"removed","cascade_deleted":2}""");
        (await anyone.GetAsync("/workspaces")).ShouldBe(200, "[]");
    }

    [Fact]
    [Row("10.8/row 17/10")]
    public async Task A2A_carriesMessages()
    {
        await using var agent = await FakeAgent.StartAsync();
        await using var server = await Server.StartAsync(new() { Environment = "dev" });
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "agent" })).Ok(201).String("id");
        (await anyone.PostAsync($"/workspaces/{id}/a2a", new { method = "message/send" })).Error.ShouldBe("workspace has no URL");
        (await anyone.PostAsync("/registry/register", new { id, url = agent.Url, agent_card = new { } })).Ok();

        var message = new { message = new { role = "user", parts = new[] { new { kind = "text", text = "hello" } } } };
        (await anyone.PostAsync($"/workspaces/{id}/a2a", new { method = "message/send", @params = message })).Ok().Text
            .ShouldContain("hello");
        var enveloped = (await anyone.PostAsync($"/workspaces/{id}/a2a",
            new { jsonrpc = "2.0", id = "my-id", method = "message/send", @params = message })).Ok();
        enveloped.String("id").ShouldBe("my-id");
        (await anyone.PostAsync($"/workspaces/{id}/a2a", new { jsonrpc = "2.0", id = 1, method = "no/such" })).Ok().Text
            .ShouldContain("-32601");
        (await anyone.PostAsync($"/workspaces/{Ids.Unknown}/a2a", new { method = "message/send" })).ShouldFail(404, "workspace not found");

        await Eventually.TrueAsync(async () =>
        {
            var rows = (await anyone.GetAsync($"/workspaces/{id}/activity?type=a2a_receive")).Ok().Json;
            return rows.EnumerateArray().Any(row => row.GetProperty("method").GetString() == "message/send");
        });
    }

    [Fact]
    [Row("2.3/2 17/11 17/12")]
    public async Task DevMode_isOpen()
    {
        await using var server = await Server.StartAsync(new() { Environment = "development" });
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "agent" })).Ok(201).String("id");
        (await anyone.GetAsync($"/admin/workspaces/{id}/test-token")).Ok();

        (await anyone.GetAsync("/workspaces")).Ok();
        (await anyone.GetAsync($"/workspaces/{id}/delegations")).ShouldBe(200, "[]");
        (await anyone.GetAsync("/approvals/pending")).ShouldBe(200, "[]");
        (await anyone.GetAsync($"/workspaces/{id}/activity")).ShouldBe(200, "[]");
        (await anyone.GetAsync($"/workspaces/{Ids.Unknown}/activity")).ShouldBe(200, "[]");
        for (var i = 0; i < 3; i++)
            (await anyone.PostAsync($"/workspaces/{id}/activity", new { activity_type = "agent_log", summary = $"{i}" }))
                .ShouldBe(200, """{"status":"logged"}""");
        (await anyone.GetAsync($"/workspaces/{id}/activity?limit=2")).Ok().Json.EnumerateArray()
            .Select(r => r.GetProperty("summary").GetString())
            .ShouldBe(["2", "1"]);
        (await anyone.PostAsync($"/workspaces/{id}/activity", new { activity_type = "nonsense" })).Error!
            .ShouldContain("invalid activity_type");
    }

    static async Task<(string Id, string Token)> JoinAsync(Server server, string name, string parent, string? admin = null)
    {
        var id = (await server.With(admin).PostAsync("/workspaces", new { name, parent_id = parent })).Ok(201).String("id");
        var registered = await server.Anonymous().PostAsync("/registry/register",
            new { id, url = "http://localhost:9", agent_card = new { name } });
        return (id, registered.Ok().String("auth_token"));
    }
}
