using System.Text.Json;
using Molecule.Contract.Tests.Support;
using Molecule.Grains;
using Molecule.Grains.Approvals;
using Orleans.Storage;

namespace Molecule.Contract.Tests;

/// <summary>Data-plane contract, section 10: requests for approval.</summary>
public sealed class ApprovalTests(TeamServer team) : IClassFixture<TeamServer>
{
    [Fact]
    [Row("d10/create d10/list d10/pending d10/decide d10/events d10/decided-frame")]
    public async Task Request_isToldListedAndDecided()
    {
        var boss = await team.AddAsync();
        var dev = await team.AddAsync(parent: boss.Id);
        await using var socket = await EventSocket.OpenAsync(team.Server, dev);

        var id = await RequestAsync(dev, new { action = "deploy größe", reason = "green", task_id = "t1", context = new { secret = 1 } });

        var row = (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        row.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","task_id":"t1","action":"deploy größe","reason":"green","status":"pending","decided_by":null,"decided_at":null,"created_at":"{{Text(row, "created_at")}}"}""");
        var pending = (await PendingAsync()).ShouldHaveSingleItem();
        pending.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","workspace_id":"{{dev.Id}}","workspace_name":"member","action":"deploy größe","reason":"green","status":"pending","created_at":"{{Text(row, "created_at")}}"}""");

        (await team.Admin.PostAsync(Decide(dev, id), new { decision = "approved", decided_by = "ada" }))
            .ShouldBe(200, $$"""{"status":"approved","approval_id":"{{id}}"}""");
        (await team.Admin.PostAsync(Decide(dev, id), new { decision = "denied" })).ShouldFail(404, "approval not found or already decided");

        string[] events =
        [
            $$"""APPROVAL_REQUESTED {{dev.Id}} {"approval_id":"{{id}}","action":"deploy größe","reason":"green","task_id":"t1"}""",
            $$"""APPROVAL_ESCALATED {{boss.Id}} {"approval_id":"{{id}}","from_workspace_id":"{{dev.Id}}","action":"deploy größe","reason":"green"}""",
            $$"""APPROVAL_APPROVED {{dev.Id}} {"approval_id":"{{id}}","decision":"approved","decided_by":"ada"}""",
        ];
        (await socket.ReadAsync("APPROVAL", 3)).ShouldBe(events);
        (await EventsAsync(dev)).ShouldBe([events[0], events[2]]);
        (await EventsAsync(boss)).ShouldBe([events[1]]);
        var frame = await socket.NextAsync("APPROVAL_DECIDED");
        frame.GetRawText().ShouldBe(
            $$$"""{"event":"APPROVAL_DECIDED","workspace_id":"{{{dev.Id}}}","timestamp":"{{{Text(frame, "timestamp")}}}","payload":{"approval_id":"{{{id}}}","status":"approved","decided_by":"ada"},"approval_id":"{{{id}}}","status":"approved","decided_by":"ada"}""");

        var decided = (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).Ok().Json[0];
        (Text(decided, "status"), Text(decided, "decided_by")).ShouldBe(("approved", "ada"));
        decided.GetProperty("decided_at").GetDateTimeOffset().ShouldBeGreaterThan(decided.GetProperty("created_at").GetDateTimeOffset());
        (await PendingAsync()).ShouldBeEmpty();

        async Task<JsonElement[]> PendingAsync() =>
            [.. (await team.Admin.GetAsync("/approvals/pending")).Ok().Json.EnumerateArray().Where(each => Text(each, "workspace_id") == dev.Id)];
    }

    [Theory]
    [Row("d10/create")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"action":""}""")]
    [InlineData("""{"action":5}""")]
    [InlineData("""{"action":"\u0000"}""")]
    [InlineData("""{"action":"a","reason":{}}""")]
    [InlineData("""{"action":"a","context":"text"}""")]
    [InlineData("""{"action":"a","context":[]}""")]
    public async Task Request_refusesWhatIsWrong(string body)
    {
        var dev = await team.AddAsync();
        (await dev.Client.PostAsync($"/workspaces/{dev.Id}/approvals", body)).ShouldFail(400, "invalid request body");
        (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).ShouldBe(200, "[]");
    }

    [Fact]
    [Row("d10/create")]
    public async Task Request_mayHave64KiB()
    {
        var dev = await team.AddAsync();
        (await dev.Client.PostAsync($"/workspaces/{dev.Id}/approvals", new { action = new string('a', 64 * 1024) })).ShouldFail(413, "request body too large");
        await RequestAsync(dev, new { action = new string('a', 63 * 1024) });
    }

    [Fact]
    [Row("d10/pending")]
    public async Task Pending_hasTheNameOfToday()
    {
        var dev = await team.AddAsync();
        await RequestAsync(dev, new { action = "a" });
        (await team.Admin.PatchAsync($"/workspaces/{dev.Id}", new { name = "renamed" })).Ok();
        await Eventually.TrueAsync(async () => (await team.Admin.GetAsync("/approvals/pending")).Ok().Json.EnumerateArray()
            .Any(row => Text(row, "workspace_id") == dev.Id && Text(row, "workspace_name") == "renamed"));
    }

    [Fact]
    [Row("d10/create d10/list")]
    public async Task Request_needsItsActionOnly()
    {
        var dev = await team.AddAsync();
        await RequestAsync(dev, new { action = "a", context = (object?)null });
        var row = (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).Ok().Json[0];
        (Text(row, "reason"), Text(row, "task_id")).ShouldBe(("", ""));
    }

    [Fact]
    [Row("d10/create d10/list")]
    public async Task Unknown_workspace_hasAnEmptyListAndAsksForNothing()
    {
        (await team.Admin.GetAsync($"/workspaces/{Ids.Unknown}/approvals")).ShouldBe(200, "[]");
        (await team.Admin.PostAsync($"/workspaces/{Ids.Unknown}/approvals", new { action = "a" })).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("d10/list d10/pending")]
    public async Task Lists_haveTheNewestFifty()
    {
        var dev = await team.AddAsync();
        for (var n = 0; n < 53; n++)
            await RequestAsync(dev, new { action = $"{n}" });

        var newest = Enumerable.Range(0, 50).Select(n => $"{52 - n}");
        (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).Ok().Json.EnumerateArray().Select(row => Text(row, "action")).ShouldBe(newest);
        (await team.Admin.GetAsync("/approvals/pending")).Ok().Json.EnumerateArray().Select(row => Text(row, "action")).ShouldBe(newest);
    }

    [Fact]
    [Row("d10/decide")]
    public async Task Decision_isForThoseAboveAndNeverForTheWorkspaceItself()
    {
        var boss = await team.AddAsync();
        var lead = await team.AddAsync(parent: boss.Id);
        var dev = await team.AddAsync(parent: lead.Id);
        var peer = await team.AddAsync(parent: lead.Id);
        var body = new { decision = "denied" };
        var id = await RequestAsync(dev, new { action = "a" });

        (await dev.Client.PostAsync(Decide(dev, id), body)).ShouldFail(403, "workspace cannot decide its own approval");
        (await peer.Client.PostAsync(Decide(dev, id), body)).ShouldFail(401, "invalid workspace auth token");
        (await team.Server.Anonymous().PostAsync(Decide(dev, id), body)).ShouldFail(401, "missing workspace auth token");
        // Nor through another workspace's path.
        (await boss.Client.PostAsync(Decide(peer, id), body)).ShouldFail(404, "approval not found or already decided");

        (await boss.Client.PostAsync(Decide(dev, id), body)).ShouldBe(200, $$"""{"status":"denied","approval_id":"{{id}}"}""");
        (await EventsAsync(dev))[^1].ShouldBe($$"""APPROVAL_DENIED {{dev.Id}} {"approval_id":"{{id}}","decision":"denied","decided_by":"human"}""");
        var next = await RequestAsync(dev, new { action = "b" });
        (await lead.Client.PostAsync(Decide(dev, next), body)).Ok();
        var last = await RequestAsync(lead, new { action = "c" });
        (await dev.Client.PostAsync(Decide(lead, last), body)).ShouldFail(401, "invalid workspace auth token");
    }

    [Theory]
    [Row("d10/decide")]
    [InlineData("", 400, "invalid request body")]
    [InlineData("{}", 400, "invalid request body")]
    [InlineData("""{"decision":true}""", 400, "invalid request body")]
    [InlineData("""{"decision":"escalated"}""", 400, "decision must be 'approved' or 'denied'")]
    [InlineData("""{"decision":"APPROVED"}""", 400, "decision must be 'approved' or 'denied'")]
    [InlineData("""{"decision":"approved"}""", 404, "approval not found or already decided")]
    public async Task Decision_refusesWhatIsWrong(string body, int status, string error)
    {
        var dev = await team.AddAsync();
        foreach (var id in (string[])[Ids.Unknown, "nonsense"])
            (await team.Admin.PostAsync(Decide(dev, id), body)).ShouldFail(status, error);
    }

    [Fact]
    [Row("d10/expiry")]
    public async Task Request_thatNobodyDecided_isDeniedAndToldWithoutAnybodyAsking()
    {
        var dev = await team.AddAsync();
        await using var socket = await EventSocket.OpenAsync(team.Server, dev);
        var id = Guid.NewGuid().ToString();
        // The server is a real one and so is its clock: the request is made old in the store.
        var asked = TimeProvider.System.GetUtcNow().AddMinutes(-11);
        await team.Server.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Records).WriteStateAsync(
            "approval", GrainId.Create("approval", GrainKeys.Of("default", id)), new GrainState<ApprovalRecord>(
                new() { WorkspaceId = dev.Id, WorkspaceName = "member", Action = "a", CreatedAt = asked, DueAt = asked.AddMinutes(10) }));

        (await team.Admin.PostAsync(Decide(dev, id), new { decision = "approved" })).ShouldFail(404, "approval not found or already decided");
        var row = (await dev.Client.GetAsync($"/workspaces/{dev.Id}/approvals")).Ok().Json[0];
        (Text(row, "status"), Text(row, "decided_by")).ShouldBe(("denied", "auto-expired"));
        (await team.Admin.GetAsync("/approvals/pending")).Ok().Text.ShouldNotContain(id);

        var frame = await socket.NextAsync("APPROVAL_DENIED");
        frame.GetProperty("payload").GetRawText().ShouldBe($$"""{"approval_id":"{{id}}","decision":"denied","decided_by":"auto-expired"}""");
        Text(await socket.NextAsync("APPROVAL_DECIDED"), "decided_by").ShouldBe("auto-expired");
    }

    async Task<string> RequestAsync(Member member, object body)
    {
        var made = (await member.Client.PostAsync($"/workspaces/{member.Id}/approvals", body)).Ok(201);
        made.Text.ShouldBe($$"""{"approval_id":"{{made.String("approval_id")}}","status":"pending"}""");
        return made.String("approval_id");
    }

    static string Decide(Member member, string id) => $"/workspaces/{member.Id}/approvals/{id}/decide";

    async Task<IReadOnlyList<string>> EventsAsync(Member member) =>
    [
        .. (await team.Admin.GetAsync($"/events/{member.Id}")).Ok().Json.EnumerateArray()
            .Select(e => $"{Text(e, "event_type")} {Text(e, "workspace_id")} {e.GetProperty("payload").GetRawText()}")
            .Where(e => e.StartsWith("APPROVAL", StringComparison.Ordinal)).Reverse(),
    ];

    static string Text(JsonElement row, string member) => row.GetProperty(member).GetString()!;
}
