using System.Text.Json;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway.Access;

namespace Molecule.Contract.Tests;

/// <summary>Section 12: delegations.</summary>
public sealed class DelegationTests(TeamServer team) : IClassFixture<TeamServer>
{
    [Fact]
    [Row("12.1/delegate 12.1/list 12.2/rows 12.3/message 12.3/events")]
    public async Task Delegation_isAcceptedSentAndCompleted()
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddWithAgentAsync());
        await using var socket = await EventSocket.OpenAsync(team.Server, boss);

        var accepted = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = dev.Id, task = "say größe" })).Ok(202);
        var id = accepted.String("delegation_id");
        accepted.Text.ShouldBe($$"""{"delegation_id":"{{id}}","status":"delegated","target_id":"{{dev.Id}}"}""");
        Guid.Parse(id).ToString().ShouldBe(id);
        await EndAsync(boss, id);

        string[] events =
        [
            $$"""DELEGATION_SENT {{boss.Id}} {"delegation_id":"{{id}}","target_id":"{{dev.Id}}","task_preview":"say größe"}""",
            $$"""DELEGATION_STATUS {{boss.Id}} {"delegation_id":"{{id}}","target_id":"{{dev.Id}}","status":"dispatched"}""",
            $$"""DELEGATION_COMPLETE {{boss.Id}} {"delegation_id":"{{id}}","target_id":"{{dev.Id}}","response_preview":"say größe"}""",
        ];
        (await socket.ReadAsync("DELEGATION", 3)).ShouldBe(events);
        (await EventsAsync(boss)).ShouldBe(events);

        var rows = (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json;
        rows.GetArrayLength().ShouldBe(2);
        Members(rows[0]).ShouldBe(["id", "type", "source_id", "target_id", "summary", "status", "created_at", "delegation_id", "response_preview"]);
        Members(rows[1]).ShouldBe(["id", "type", "source_id", "target_id", "summary", "status", "created_at", "delegation_id"]);
        (Text(rows[0], "type"), Text(rows[0], "source_id"), Text(rows[0], "target_id"), Text(rows[0], "status"), Text(rows[0], "response_preview"))
            .ShouldBe(("delegation", boss.Id, dev.Id, "completed", "say größe"));
        (Text(rows[0], "summary"), Text(rows[1], "summary"), Text(rows[1], "status"))
            .ShouldBe(("Delegation completed (say größe)", $"Delegating to {dev.Id}", "completed"));

        var activity = (await boss.Client.GetAsync($"/workspaces/{boss.Id}/activity?type=delegation&source=agent")).Ok().Json;
        activity.EnumerateArray().Select(row => Text(row, "method")).ShouldBe(["delegate_result", "delegate"]);
        activity.EnumerateArray().Select(row => Text(row, "id")).ShouldBe(rows.EnumerateArray().Select(row => Text(row, "id")));
        activity[0].GetProperty("response_body").GetRawText().ShouldBe($$"""{"text":"say größe","delegation_id":"{{id}}"}""");
        activity[1].GetProperty("request_body").GetRawText().ShouldBe($$"""{"task":"say größe","delegation_id":"{{id}}"}""");

        // The target's side of it: an ordinary message, by the id of the delegation.
        await Eventually.TrueAsync(async () => (await dev.Client.GetAsync($"/workspaces/{dev.Id}/activity?type=a2a_receive")).Ok().Text
            .Contains($"\"messageId\":\"{id}\"", StringComparison.Ordinal));
    }

    [Theory]
    [Row("12.1/delegate")]
    [InlineData("", "invalid delegation request")]
    [InlineData("[]", "invalid delegation request")]
    [InlineData("""{"task":"t"}""", "invalid delegation request")]
    [InlineData("""{"target_id":"","task":"t"}""", "invalid delegation request")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999"}""", "invalid delegation request")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":""}""", "invalid delegation request")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":5}""", "invalid delegation request")]
    [InlineData("""{"target_id":"nobody","task":"t"}""", "target_id must be a valid UUID")]
    [InlineData("""{"target_id":"SELF","task":"t"}""", "self-delegation not permitted")]
    public async Task Delegate_refusesWhatIsWrong(string body, string error)
    {
        var boss = await team.AddAsync();
        (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", body.Replace("SELF", boss.Id, StringComparison.Ordinal))).ShouldFail(400, error);
        (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).ShouldBe(200, "[]");
    }

    [Fact]
    [Row("12.3/accept 12.4/e")]
    public async Task Delegation_toNobody_fails()
    {
        var boss = await team.AddAsync();
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = Ids.Unknown, task = "t" })).Ok(202).String("delegation_id");
        await EndAsync(boss, id);

        const string error = "access denied: workspaces cannot communicate per hierarchy rules";
        (await EventsAsync(boss))[^1].ShouldBe(
            $$"""DELEGATION_FAILED {{boss.Id}} {"delegation_id":"{{id}}","target_id":"{{Ids.Unknown}}","error":"{{error}}"}""");
        var rows = (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json;
        rows.EnumerateArray().Select(row => (Text(row, "status"), Text(row, "error"), Text(row, "delegation_id")))
            .ShouldBe([("failed", error, id), ("failed", error, id)]);
        Text(rows[0], "summary").ShouldBe("Delegation failed");
    }

    [Fact]
    [Row("12.1/delegate 12.3/idempotency")]
    public async Task Delegation_withAKnownKey_isTheFirst()
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddWithAgentAsync());
        var path = $"/workspaces/{boss.Id}/delegate";
        var id = (await boss.Client.PostAsync(path, new { target_id = dev.Id, task = "t", idempotency_key = "k" })).Ok(202).String("delegation_id");
        await EndAsync(boss, id);

        (await boss.Client.PostAsync(path, new { target_id = dev.Id, task = "another", idempotency_key = "k" }))
            .ShouldBe(200, $$"""{"delegation_id":"{{id}}","status":"completed","target_id":"{{dev.Id}}","idempotent_hit":true}""");
        (await boss.Client.PostAsync(path, new { target_id = dev.Id, task = "t", idempotency_key = "other" })).Ok(202);

        var failed = (await boss.Client.PostAsync(path, new { target_id = Ids.Unknown, task = "t", idempotency_key = "f" })).Ok(202).String("delegation_id");
        await EndAsync(boss, failed);
        (await boss.Client.PostAsync(path, new { target_id = dev.Id, task = "t", idempotency_key = "f" })).Ok(202).String("delegation_id").ShouldNotBe(failed);
    }

    [Fact]
    [Row("12.1/record 12.1/update 12.4/a 12.4/c 12.4/d 12.4/g")]
    public async Task Agent_recordsAndUpdatesItsOwn()
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddAsync());
        var path = $"/workspaces/{boss.Id}/delegations";
        var body = new { target_id = dev.Id.ToUpperInvariant(), task = "mine", delegation_id = "my id" };
        (await boss.Client.PostAsync($"{path}/record", body)).ShouldBe(202, """{"delegation_id":"my id","status":"recorded"}""");
        (await boss.Client.PostAsync($"{path}/record", body)).ShouldBe(202, """{"delegation_id":"my id","status":"recorded"}""");
        var row = (await boss.Client.GetAsync(path)).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        (Text(row, "status"), Text(row, "target_id"), Text(row, "delegation_id")).ShouldBe(("dispatched", dev.Id, "my id"));

        (await boss.Client.PostAsync($"{path}/my%20id/update", new { status = "in_progress" })).ShouldBe(200, """{"delegation_id":"my id","status":"in_progress"}""");
        (await boss.Client.PostAsync($"{path}/my%20id/update", new { status = "queued" })).Ok();
        var queued = (await boss.Client.GetAsync(path)).Ok().Json[0];
        (Text(queued, "summary"), Text(queued, "status")).ShouldBe(("Delegation queued — target at capacity", "queued"));
        queued.TryGetProperty("response_preview", out _).ShouldBeFalse();

        (await boss.Client.PostAsync($"{path}/my%20id/update", new { status = "completed", response_preview = new string('ä', 400) })).Ok();
        (await boss.Client.PostAsync($"{path}/my%20id/update", new { status = "failed", error = "late" })).ShouldBe(200, """{"delegation_id":"my id","status":"completed"}""");
        var ended = (await boss.Client.GetAsync(path)).Ok().Json;
        ended.EnumerateArray().Select(each => Text(each, "status")).ShouldBe(["completed", "completed"]);
        Text(ended[0], "response_preview").ShouldBe(new string('ä', 150) + "...");
        Text(ended[0], "summary").ShouldBe($"Delegation completed ({new string('ä', 40)}...)");

        (await EventsAsync(boss)).ShouldBe(
        [
            $$"""DELEGATION_SENT {{boss.Id}} {"delegation_id":"my id","target_id":"{{dev.Id}}","task_preview":"mine"}""",
            $$"""DELEGATION_STATUS {{boss.Id}} {"delegation_id":"my id","target_id":"{{dev.Id}}","status":"queued"}""",
            $$"""DELEGATION_COMPLETE {{boss.Id}} {"delegation_id":"my id","target_id":"{{dev.Id}}","response_preview":"{{new string('ä', 100)}}..."}""",
        ]);
    }

    [Fact]
    [Row("12.1/list 12.2/rows")]
    public async Task List_hasFiftyRowsAtMost()
    {
        var boss = await team.AddAsync();
        var path = $"/workspaces/{boss.Id}/delegations";
        for (var n = 0; n < 30; n++)
        {
            (await boss.Client.PostAsync($"{path}/record", new { target_id = Ids.Unknown, task = "t", delegation_id = $"d{n}" })).Ok(202);
            (await boss.Client.PostAsync($"{path}/d{n}/update", new { status = "completed", response_preview = "done" })).Ok();
        }

        // A row for each task and one for what came of it: those of the five oldest are not shown.
        var rows = (await boss.Client.GetAsync(path)).Ok().Json;
        rows.GetArrayLength().ShouldBe(50);
        rows.EnumerateArray().Select(row => Text(row, "delegation_id")).Distinct().ShouldBe(Enumerable.Range(5, 25).Reverse().Select(n => $"d{n}"), ignoreOrder: true);
        Text(rows[0], "delegation_id").ShouldBe("d29");
    }

    [Theory]
    [Row("12.1/record")]
    [InlineData("", "invalid request body")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":"t"}""", "invalid request body")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","delegation_id":"d"}""", "invalid request body")]
    [InlineData("""{"task":"t","delegation_id":"d"}""", "invalid request body")]
    [InlineData("""{"target_id":"x","task":"t","delegation_id":"d"}""", "target_id must be a valid UUID")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":"t","delegation_id":"a\nb"}""", "invalid request body")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":"t","delegation_id":"a/b"}""", "invalid request body")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":"t","delegation_id":"."}""", "invalid request body")]
    [InlineData("""{"target_id":"99999999-9999-4999-8999-999999999999","task":"t","delegation_id":".."}""", "invalid request body")]
    public async Task Record_refusesWhatIsWrong(string body, string error)
    {
        var boss = await team.AddAsync();
        (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegations/record", body)).ShouldFail(400, error);
    }

    [Theory]
    [Row("12.1/update")]
    [InlineData("x%2Fy", "x%252Fy")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("...", "...")]
    [InlineData("a\\\\b", "a%5Cb")]
    public async Task Update_findsWhateverIdWasRecorded(string id, string spelled)
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddAsync());
        var path = $"/workspaces/{boss.Id}/delegations";
        (await boss.Client.PostAsync($"{path}/record", $$"""{"target_id":"{{dev.Id}}","task":"t","delegation_id":"{{id}}"}""")).Ok(202);
        (await boss.Client.PostAsync($"{path}/{spelled}/update", new { status = "completed" })).Ok().String("status").ShouldBe("completed");
    }

    [Theory]
    [Row("12.1/update 12.4/b")]
    [InlineData("", 400, "invalid request body")]
    [InlineData("{}", 400, "invalid request body")]
    [InlineData("""{"status":"done"}""", 400, "status must be 'completed' or 'failed'")]
    [InlineData("""{"status":"pending"}""", 400, "status must be 'completed' or 'failed'")]
    [InlineData("""{"status":"completed"}""", 404, "delegation not found")]
    public async Task Update_refusesWhatIsWrong(string body, int status, string error)
    {
        var boss = await team.AddAsync();
        (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegations/unknown/update", body)).ShouldFail(status, error);
    }

    [Fact]
    [Row("2.1/orgs")]
    public async Task Delegations_areTheirWorkspacesOwn()
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddWithAgentAsync());
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = dev.Id, task = "secret" })).Ok(202).String("delegation_id");
        await EndAsync(boss, id);

        (await dev.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).ShouldFail(401, "invalid workspace auth token");
        (await dev.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = dev.Id, task = "t" })).ShouldFail(401, "invalid workspace auth token");
        (await dev.Client.PostAsync($"/workspaces/{dev.Id}/delegations/{id}/update", new { status = "failed" })).ShouldFail(404, "delegation not found");
        (await team.Server.Anonymous().GetAsync($"/workspaces/{boss.Id}/delegations")).ShouldFail(401, "missing workspace auth token");
        (await dev.Client.GetAsync($"/workspaces/{dev.Id}/delegations")).ShouldBe(200, "[]");

        // The same id, recorded by another workspace, is another delegation.
        (await dev.Client.PostAsync($"/workspaces/{dev.Id}/delegations/record", new { target_id = boss.Id, task = "own", delegation_id = id })).Ok(202);
        (await dev.Client.PostAsync($"/workspaces/{dev.Id}/delegations/{id}/update", new { status = "failed" })).Ok();
        (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json[0].GetProperty("status").GetString().ShouldBe("completed");

        var minted = await team.Server.Services.GetRequiredService<IGrainFactory>().Org("umbrella").MintTokenAsync("stranger", "", null);
        var stranger = team.Server.With(minted.PlainText);
        (await stranger.GetAsync($"/workspaces/{boss.Id}/delegations")).ShouldBe(200, "[]");
        (await stranger.GetAsync($"/workspaces/{boss.Id}/activity")).ShouldBe(200, "[]");
        (await stranger.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = dev.Id, task = "t" })).ShouldFail(404, "workspace not found");
        (await stranger.PostAsync($"/workspaces/{boss.Id}/delegations/{id}/update", new { status = "failed" })).ShouldFail(404, "delegation not found");
        (await stranger.GetAsync("/events")).Ok().Text.ShouldNotContain(id);
        (await team.Admin.PostAsync($"/workspaces/{Ids.Unknown}/delegate", new { target_id = dev.Id, task = "t" })).ShouldFail(404, "workspace not found");
    }

    [Fact]
    public async Task Delegation_ofTheSdk_isTheCallers()
    {
        var (boss, dev) = (await team.AddAsync(), await team.AddWithAgentAsync());

        var turned = (await boss.Client.PostAsync($"/workspaces/{dev.Id}/delegate", new { task = "t" }, ("X-Workspace-ID", boss.Id))).Ok(202);
        turned.String("target_id").ShouldBe(dev.Id);
        await EndAsync(boss, turned.String("delegation_id"));

        (await boss.Client.PostAsync($"/workspaces/{dev.Id}/delegate", new { task = "t", target_id = boss.Id }, ("X-Workspace-ID", boss.Id)))
            .ShouldFail(401, "invalid workspace auth token");
        (await boss.Client.PostAsync($"/workspaces/{dev.Id}/delegate", new { task = "t" }, ("X-Workspace-ID", (await team.AddAsync()).Id)))
            .ShouldFail(401, "invalid workspace auth token");
    }

    static async Task EndAsync(Member boss, string id) => await Eventually.TrueAsync(async () =>
        (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json.EnumerateArray()
            .Any(row => Text(row, "delegation_id") == id && Text(row, "status") is "completed" or "failed"));

    // Written right after the status: a reader may be faster.
    async Task<IReadOnlyList<string>> EventsAsync(Member boss)
    {
        IReadOnlyList<string> events = [];
        await Eventually.TrueAsync(async () =>
        {
            events = [.. (await team.Admin.GetAsync($"/events/{boss.Id}")).Ok().Json.EnumerateArray().Reverse()
                .Where(e => Text(e, "event_type")!.StartsWith("DELEGATION", StringComparison.Ordinal))
                .Select(e => $"{Text(e, "event_type")} {Text(e, "workspace_id")} {e.GetProperty("payload").GetRawText()}")];
            return events.Count > 0 && events[^1].StartsWith("DELEGATION_COMPLETE", StringComparison.Ordinal)
                || events.Count > 0 && events[^1].StartsWith("DELEGATION_FAILED", StringComparison.Ordinal);
        });
        return events;
    }

    static IEnumerable<string> Members(JsonElement row) => row.EnumerateObject().Select(member => member.Name);

    static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
