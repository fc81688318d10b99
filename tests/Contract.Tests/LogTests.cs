using System.Text.Json;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Events, activity and the viewport: control-plane 15 and 16, data-plane 1, 4 and 22.</summary>
public sealed class LogTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("4.3/events 8/no-backend")]
    [Row("d4.1/item")]
    public async Task Events_areKeptNewestFirst()
    {
        var id = await shared.CreateAsync(new { name = "e", tier = 1, runtime = "crewai" });
        var events = (await shared.Admin.GetAsync($"/events/{id}")).Ok().Json.EnumerateArray().ToList();

        events.Select(e => e.GetProperty("event_type").GetString()).ShouldBe(["WORKSPACE_PROVISION_FAILED", "WORKSPACE_PROVISIONING"]);
        events[1].EnumerateObject().Select(p => p.Name).ShouldBe(["id", "event_type", "workspace_id", "payload", "created_at"]);
        var payload = events[1].GetProperty("payload");
        (payload.GetProperty("name").GetString(), payload.GetProperty("tier").GetInt32(), payload.GetProperty("runtime").GetString())
            .ShouldBe(("e", 1, "crewai"));
        events[1].GetProperty("created_at").GetString()!.ShouldEndWith("Z");

        (await shared.Admin.GetAsync("/events")).Ok().Json[0].GetProperty("id").GetString().ShouldNotBeNull();
        (await shared.Admin.GetAsync($"/events/{Ids.Unknown}")).ShouldBe(200, "[]");
        (await shared.Anonymous.GetAsync("/events")).ShouldFail(401, "admin auth required");
    }

    [Fact]
    [Row("4.3/events 4.5/cascade 7.3/card")]
    public async Task Events_tellAnAgentsLife()
    {
        var created = (await shared.Admin.PostAsync("/workspaces", new { name = "e", external = true })).Ok(201);
        var id = created.String("id");
        var agent = shared.Server.With(created.Json.GetProperty("connection").GetProperty("auth_token").GetString());
        (await agent.PostAsync("/registry/register", new { id, url = "http://localhost:9", agent_card = new { v = 1 } })).Ok();
        (await agent.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = new { v = 2 } })).Ok();
        (await agent.PostAsync("/registry/heartbeat", new { workspace_id = id, error_rate = 0.9, sample_error = "boom" })).Ok();
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();

        var events = (await shared.Admin.GetAsync($"/events/{id}")).Ok().Json.EnumerateArray().Reverse()
            .Select(e => $"{e.GetProperty("event_type").GetString()} {e.GetProperty("payload").GetRawText()}").ToList();
        events[0].ShouldStartWith("WORKSPACE_PROVISIONING ");
        events[1].ShouldBe("""WORKSPACE_AWAITING_AGENT {"name":"e","external":true}""");
        events[2].ShouldBe("""WORKSPACE_ONLINE {"url":"http://localhost:9","agent_card":{"v":1}}""");
        events[3].ShouldBe("""AGENT_CARD_UPDATED {"agent_card":{"v":2}}""");
        events[4].ShouldBe("""WORKSPACE_DEGRADED {"error_rate":0.9,"sample_error":"boom"}""");
        events[5].ShouldBe("""WORKSPACE_REMOVED {"cascade_deleted":0}""");
        events.Count.ShouldBe(6);
    }

    [Fact]
    [Row("15/read 15/write 15/row")]
    [Row("d1.3/self-report")]
    public async Task Activity_isReportedAndRead()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var (other, _) = await shared.CreateWithTokenAsync();
        (await own.PostAsync($"/workspaces/{id}/activity", new { activity_type = "a2a_send", method = "m", summary = "s\0",
            target_id = other, duration_ms = 5, metadata = new { k = 1 } }))
            .ShouldBe(200, """{"status":"logged"}""");
        (await own.PostAsync($"/workspaces/{id}/activity", """{"activity_type":"error","request_body":[1, 2],"response_body":"x","metadata":{"dropped":true},"status":"timeout","source_id":""}""")).Ok();

        var rows = (await own.GetAsync($"/workspaces/{id}/activity")).Ok().Json.EnumerateArray().ToList();
        rows.Count.ShouldBe(2);
        rows[0].GetProperty("request_body").GetRawText().ShouldBe("[1,2]");
        rows[0].GetProperty("response_body").GetString().ShouldBe("x");
        rows[0].GetProperty("status").GetString().ShouldBe("timeout");
        rows[0].GetProperty("summary").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[1].GetProperty("request_body").GetRawText().ShouldBe("""{"k":1}""");
        rows[1].TryGetProperty("response_body", out _).ShouldBeFalse();
        rows[1].TryGetProperty("tool_trace", out _).ShouldBeFalse();
        (rows[1].GetProperty("summary").GetString(), rows[1].GetProperty("status").GetString(),
            rows[1].GetProperty("duration_ms").GetInt64()).ShouldBe(("s", "ok", 5));
        (rows[1].GetProperty("source_id").GetString(), rows[1].GetProperty("target_id").GetString(),
            rows[1].GetProperty("workspace_id").GetString()).ShouldBe((id, other, id));

        (await own.GetAsync($"/workspaces/{id}/activity?type=error")).Ok().Json.GetArrayLength().ShouldBe(1);
        (await own.GetAsync($"/workspaces/{id}/activity?type=nothing")).ShouldBe(200, "[]");
        (await own.GetAsync($"/workspaces/{id}/activity?source=canvas")).ShouldBe(200, "[]");
        (await own.GetAsync($"/workspaces/{id}/activity?source=agent&limit=0")).Ok().Json.GetArrayLength().ShouldBe(2);
        (await own.GetAsync($"/workspaces/{id}/activity?limit=1")).Ok().Json.GetArrayLength().ShouldBe(1);
        (await own.GetAsync($"/workspaces/{id}/activity?source=other")).ShouldFail(400, "source must be 'canvas' or 'agent'");
        (await shared.Admin.GetAsync($"/workspaces/{other}/activity")).ShouldBe(200, "[]");
    }

    [Theory]
    [Row("15/write")]
    [Row("d1.3/errors")]
    [InlineData("", 400, "invalid request body")]
    [InlineData("{}", 400, "invalid request body")]
    [InlineData("""{"activity_type":""}""", 400, "invalid request body")]
    [InlineData("""{"activity_type":"error","duration_ms":1.5}""", 400, "invalid request body")]
    [InlineData("""{"activity_type":"error","target_id":"nobody"}""", 400, "invalid request body")]
    [InlineData("""{"activity_type":"error","metadata":{"a":"\udc00"}}""", 400, "invalid request body")]
    [InlineData("""{"activity_type":"x"}""", 400, "invalid activity_type, must be one of: a2a_send, a2a_receive, task_update, agent_log, skill_promotion, memory_write, error")]
    [InlineData("""{"activity_type":"error","source_id":"99999999-9999-4999-8999-999999999999"}""", 403, "source_id must match authenticated workspace")]
    [InlineData("""{"activity_type":"error","source_id":"a\nb"}""", 403, "source_id must match authenticated workspace")]
    public async Task Activity_refusesWhatIsWrong(string body, int status, string error)
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PostAsync($"/workspaces/{id}/activity", body)).ShouldFail(status, error);
    }

    [Fact]
    [Row("15/write d1.3/self-report")]
    public async Task Activity_mayBeLong()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var trace = new string('x', (10 * 1024 * 1024) - 100);
        (await own.PostAsync($"/workspaces/{id}/activity", new { activity_type = "agent_log", metadata = trace })).Ok();

        var row = (await own.GetAsync($"/workspaces/{id}/activity")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("request_body").GetString()!.Length.ShouldBe(trace.Length);
    }

    [Fact]
    [Row("15/write")]
    public async Task Activity_ofAnUnknownWorkspace_isRefused() =>
        (await shared.Admin.PostAsync($"/workspaces/{Ids.Unknown}/activity", new { activity_type = "error" }))
            .ShouldFail(404, "workspace not found");

    [Fact]
    [Row("d22/viewport")]
    public async Task Viewport_isShared()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin" });
        (await server.Anonymous().GetAsync("/canvas/viewport")).ShouldBe(200, """{"x":0,"y":0,"zoom":1}""");
        (await server.Anonymous().PutAsync("/canvas/viewport", new { x = -1.5, y = 20, zoom = 1.5 }))
            .ShouldBe(200, """{"status":"saved"}""");
        (await server.Anonymous().GetAsync("/canvas/viewport")).ShouldBe(200, """{"x":-1.5,"y":20,"zoom":1.5}""");

        foreach (var body in new[] { "", "[]", "{}", """{"zoom":0}""", """{"zoom":-1}""", """{"zoom":1e999}""", """{"x":"1","zoom":1}""",
            """{"x":NaN,"zoom":1}""" })
            (await server.Anonymous().PutAsync("/canvas/viewport", body)).ShouldFail(400, "invalid viewport data");

        var id = (await server.With("admin").PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");
        var token = (await server.With("admin").GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
        (await server.Anonymous().PutAsync("/canvas/viewport", new { zoom = 1 })).ShouldFail(401, "admin auth required");
        (await server.With("nonsense").PutAsync("/canvas/viewport", new { zoom = 1 })).ShouldFail(401, "invalid admin auth token");
        (await server.Anonymous().PutAsync("/canvas/viewport", new { zoom = 1 }, ("Origin", "http://localhost:3000"))).Ok();
        (await server.With(token).PutAsync("/canvas/viewport", new { zoom = 2 })).Ok();
        server.Faults.All.ShouldBeEmpty();
    }

    [Theory]
    [Row("2.4/1")]
    [InlineData("dev", 200)]
    [InlineData("", 401)]
    public async Task Viewport_isSavedByTheServersOwnPageInDevelopment(string environment, int status)
    {
        await using var server = await Server.StartAsync(new() { Environment = environment });
        var id = (await server.Anonymous().PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");
        (await server.Anonymous().GetAsync($"/admin/workspaces/{id}/test-token")).Ok();

        (await server.Anonymous().PutAsync("/canvas/viewport", new { zoom = 1 })).ShouldFail(401, "admin auth required");
        (await server.Anonymous().PutAsync("/canvas/viewport", new { zoom = 1 }, ("Origin", $"http://{server.Url.Authority}"))).Status.ShouldBe(status);
    }
}
