using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Messages;

public sealed class SettleTests
{
    static readonly A2ACarried Timeout = new(A2AOutcome.TimedOutAfterDelivery, DurationMs: 9);

    [Fact]
    [Row("10.8/response")]
    public void Answer_to_the_canvas_is_logged_and_told() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        var (_, settlement) = await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new(A2AOutcome.Answered, 200, """{"result":1}"""u8.ToArray(), 7));
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        settlement!.Kind.ShouldBe(SettlementKind.Done);
        var row = mesh.Database.Activity.ShouldHaveSingleItem().Row;
        (row.SourceId, row.TargetId, row.Status, row.Summary, row.DurationMs).ShouldBe((null, id, "ok", "message/send → dev", 7));
        Live(mesh).ShouldContain("""A2A_RESPONSE {"response_body":{"result":1},"method":"message/send","duration_ms":7}""");
        Live(mesh).Count(line => line.StartsWith("ACTIVITY_LOGGED", StringComparison.Ordinal)).ShouldBe(1);
    });

    [Fact]
    public void Answer_that_is_too_long_for_sockets_is_logged_and_not_told() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new(A2AOutcome.Answered, 200, new byte[A2AActivity.WholeAnswer + 1], 7));
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        mesh.Database.Activity.ShouldHaveSingleItem().Row.Status.ShouldBe("ok");
        Live(mesh).ShouldNotContain(line => line.StartsWith("A2A_RESPONSE", StringComparison.Ordinal));
    });

    [Fact]
    [Row("4.1/last_outbound_at 10.8/response")]
    public void Answer_to_an_agent_notes_its_outbound_call_and_tells_no_canvas() => Mesh.Run(async mesh =>
    {
        var boss = await mesh.CreateExternalAsync("boss");
        var id = await mesh.CreateExternalAsync("dev", boss);

        await mesh.SendAsync(id, new A2ACaller(CallerKind.Workspace, boss), "m1");
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        (await mesh.Workspace(boss).GetAsync())!.LastOutboundAt.ShouldNotBeNull();
        Live(mesh).ShouldNotContain(line => line.StartsWith("A2A_RESPONSE", StringComparison.Ordinal));
        mesh.Database.Activity.ShouldHaveSingleItem().Row.SourceId.ShouldBe(boss);
    });

    [Theory]
    [Row("10.7/4")]
    [InlineData(A2AOutcome.TimedOutBeforeDelivery)]
    [InlineData(A2AOutcome.TimedOutAfterDelivery)]
    [InlineData(A2AOutcome.ConnectionLost)]
    [InlineData(A2AOutcome.Abandoned)]
    public void Busy_agent_has_the_message_queued_under_its_own_id(A2AOutcome outcome) => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        var (_, settlement) = await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new(outcome));
        // Its row is written by then, and the org's sweep, which sends the message again, is still to come.
        await mesh.PassAsync(TimeSpan.FromMilliseconds(500));

        var entry = mesh.Database.Queue.ShouldHaveSingleItem();
        settlement.ShouldBe(new A2ASettlement(SettlementKind.Queued, entry.Id, 1));
        (entry.Status, entry.Draft.Key, entry.Draft.Priority).ShouldBe(("queued", "m1", 50));
        mesh.Database.Activity.ShouldHaveSingleItem().Row.Status.ShouldBe("error");
    });

    [Theory]
    [InlineData(A2AOutcome.Unreachable)]
    [InlineData(A2AOutcome.UnsafeUrl)]
    [InlineData(A2AOutcome.Redirected)]
    [InlineData(A2AOutcome.UnreadableAnswer)]
    [InlineData(A2AOutcome.AnswerTooLarge)]
    public void Other_failures_are_not_queued(A2AOutcome outcome) => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new(outcome))).Settlement.ShouldBe(new A2ASettlement(SettlementKind.Done));
        mesh.Database.Queue.ShouldBeEmpty();
    });

    [Fact]
    [Row("11/entry")]
    public void Same_message_is_queued_once() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        var first = (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout)).Settlement!;
        var second = (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout)).Settlement!;

        second.ShouldBe(first);
        mesh.Database.Queue.Count.ShouldBe(1);
    });

    [Fact]
    public void Repeated_report_is_answered_with_the_first_result() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var decision = await mesh.Workspace(id).RouteAsync(new A2ARequest(A2ACaller.Canvas));
        var report = MeshExtensions.ReportOf(decision, A2ACaller.Canvas, "m1", Timeout);

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => mesh.Workspace(id).SettleAsync(report)));
        await mesh.RestartAsync();
        var afterwards = await mesh.Workspace(id).SettleAsync(report);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        results.Append(afterwards).Select(result => result.QueueId).Distinct().Count().ShouldBe(1);
        mesh.Database.Activity.Count.ShouldBe(1);
    });

    [Fact]
    [Row("10.7/3")]
    public void Agent_with_its_own_session_is_not_queued_for() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { Metadata = new AgentMetadata(["session"], null) });

        (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout)).Settlement!.Kind.ShouldBe(SettlementKind.NativeSession);
        mesh.Database.Queue.ShouldBeEmpty();
    });

    [Fact]
    [Row("10.7/5")]
    public void Message_that_cannot_be_queued_is_busy() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        mesh.Faults = operation => Task.FromResult(operation == "enqueue" ? MemoryFault.BeforeCommit : MemoryFault.None);

        (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout)).Settlement!.Kind.ShouldBe(SettlementKind.Busy);
    });

    static IEnumerable<string> Live(Mesh mesh) => mesh.Published.Where(e => e.Sequence is null).Select(e => $"{e.Type} {e.PayloadJson}");
}
