using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Messages;

public sealed class QueueTests
{
    static readonly A2ACarried Timeout = new(A2AOutcome.TimedOutAfterDelivery);
    static readonly A2ACarried Answer = new(A2AOutcome.Answered, 200, "{}"u8.ToArray(), 1);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    [Row("11/drain")]
    public void Each_heartbeat_with_room_takes_one_message_in_order() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev");
        for (var n = 1; n <= 3; n++)
            await mesh.SendAsync(id, A2ACaller.Canvas, $"m{n}", Timeout);

        for (var n = 1; n <= 3; n++)
        {
            await mesh.BeatAsync(id);
            await mesh.PassAsync(Moment);
            received.Count.ShouldBe(n);
        }

        received.ShouldBe(["m1", "m2", "m3"]);
        mesh.Database.Queue.ShouldAllBe(entry => entry.Status == "completed");
        mesh.Database.Activity.Count.ShouldBe(3); // The sends; drains are not logged.
    });

    [Fact]
    public void Message_between_agents_is_told_of_when_it_leaves_the_queue() => Mesh.Run(async mesh =>
    {
        Receive(mesh, Answer);
        var lead = await mesh.CreateExternalAsync("lead");
        var id = await mesh.CreateExternalAsync("dev", lead);
        await mesh.SendAsync(id, new A2ACaller(CallerKind.Workspace, lead), "m1", Timeout);

        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        var told = mesh.Published.Where(e => e.Type == "A2A_DISPATCHED").ShouldHaveSingleItem();
        told.WorkspaceId.ShouldBe(id);
        told.PayloadJson.ShouldBe($$"""{"source_id":"{{lead}}","target_id":"{{id}}","from_queue":true}""");
    });

    [Theory]
    [Row("10.8/response")]
    [InlineData(true, 200, """{"result":1}""", true)]
    [InlineData(true, 202, """{"queued":true}""", false)]
    [InlineData(true, 400, """{"result":1}""", false)]
    [InlineData(false, 200, """{"result":1}""", false)]
    public void Answer_to_a_message_from_the_queue_is_told_to_the_canvas_that_wrote_it(bool isCanvas, int status, string answer, bool isTold) => Mesh.Run(async mesh =>
    {
        Receive(mesh, new(A2AOutcome.Answered, status, Encoding.UTF8.GetBytes(answer), 7));
        var lead = await mesh.CreateExternalAsync("lead");
        var id = await mesh.CreateExternalAsync("dev", lead);
        await mesh.SendAsync(id, isCanvas ? A2ACaller.Canvas : new A2ACaller(CallerKind.Workspace, lead), "m1", Timeout);

        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        mesh.Published.Where(e => e.Type == "A2A_RESPONSE").Select(e => (e.WorkspaceId, e.PayloadJson)).ShouldBe(
            isTold ? [(id, """{"response_body":{"result":1},"method":"message/send","duration_ms":7}""")] : []);
    });

    [Fact]
    public void Long_answer_to_a_message_from_the_queue_is_told_in_part() => Mesh.Run(async mesh =>
    {
        Receive(mesh, new(A2AOutcome.Answered, 200, Encoding.UTF8.GetBytes($"\"{new string('x', A2AActivity.WholeAnswer)}\""), 7));
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        var told = mesh.Published.Where(e => e.Type == "A2A_RESPONSE").ShouldHaveSingleItem().PayloadJson;
        (told.Length < A2AActivity.WholeAnswer / 2).ShouldBeTrue();
        told.ShouldContain("\"truncated\":true");
    });

    [Fact]
    public void Busy_agent_is_left_alone() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev", maxTasks: 2);
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.BeatAsync(id, new Heartbeat { ActiveTasks = 2 });
        await mesh.PassAsync(Moment);
        received.ShouldBeEmpty();
        await mesh.BeatAsync(id, new Heartbeat { ActiveTasks = 1 });
        await mesh.PassAsync(Moment);
        received.ShouldBe(["m1"]);
    });

    [Fact]
    [Row("11/busy")]
    public void Message_to_an_agent_that_is_busy_again_waits_without_counting() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Timeout);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.BeatForAsync(id, TimeSpan.FromHours(1));

        received.Count.ShouldBeGreaterThan(100);
        var entry = mesh.Database.Queue.ShouldHaveSingleItem();
        (entry.Status, entry.Attempts).ShouldBe(("queued", 0));
    });

    [Fact]
    public void Message_ends_with_its_age() => Mesh.Run(async mesh =>
    {
        Receive(mesh, Timeout);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.PassAsync(TimeSpan.FromHours(24.1));

        var entry = mesh.Database.Queue.ShouldHaveSingleItem();
        (entry.Status, entry.LastError).ShouldBe(("dropped", "workspace agent busy; expired"));
    });

    [Fact]
    [Row("11/attempts")]
    public void Message_fails_after_five_errors() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, new A2ACarried(A2AOutcome.Answered, 500, """{"error":"boom"}"""u8.ToArray()));
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.BeatForAsync(id, TimeSpan.FromHours(1));

        received.Count.ShouldBe(5);
        var entry = mesh.Database.Queue.ShouldHaveSingleItem();
        (entry.Status, entry.Attempts, entry.LastError).ShouldBe(("failed", 5, "boom"));
    });

    [Fact]
    public void Registration_takes_a_message_too() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);
        await mesh.PassAsync(TimeSpan.FromMinutes(5));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        received.Clear();

        await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://agents/dev", "{}", false));
        await mesh.PassAsync(Moment);

        mesh.Database.Queue.ShouldAllBe(entry => entry.Status == "completed");
    });

    [Fact]
    [Row("11/drain")]
    public void Hierarchy_is_judged_again_on_the_way_out() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var boss = await mesh.CreateExternalAsync("boss");
        var id = await mesh.CreateExternalAsync("dev", boss);
        var elsewhere = await mesh.CreateExternalAsync("elsewhere");
        await mesh.SendAsync(id, new A2ACaller(CallerKind.Workspace, boss), "m1", Timeout);
        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { ParentId = elsewhere, HasParent = true });

        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(10));

        received.ShouldBeEmpty();
        mesh.Database.Queue.ShouldHaveSingleItem().LastError.ShouldBe("access denied: workspaces cannot communicate per hierarchy rules");
        mesh.Database.Queue[0].Status.ShouldBe("failed");
    });

    [Fact]
    [Row("11/orphans")]
    public void Messages_of_a_removed_workspace_are_dropped() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);
        await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(false, false));
        await mesh.PassAsync(TimeSpan.FromMinutes(3));

        received.ShouldBeEmpty();
        var entry = mesh.Database.Queue.ShouldHaveSingleItem();
        (entry.Status, entry.LastError).ShouldBe(("dropped", "workspace removed"));
    });

    [Fact]
    public void Messages_wait_through_a_restart_and_go_out_though_nobody_remembers_them() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev");
        for (var n = 1; n <= 3; n++)
            await mesh.SendAsync(id, A2ACaller.Canvas, $"m{n}", Timeout);
        await mesh.RestartAsync();

        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(2));

        received.ShouldBe(["m1", "m2", "m3"]);
        mesh.Database.Queue.ShouldAllBe(entry => entry.Status == "completed");
    });

    [Fact]
    [Row("11/orphans")]
    public void Message_on_its_way_when_the_silo_dies_is_sent_again_under_its_id() => Mesh.Run(async mesh =>
    {
        var received = new List<string?>();
        var hang = new TaskCompletionSource<A2ACarried>();
        mesh.Agents = (_, _, request, _) =>
        {
            received.Add(AgentAnswer.MessageIdOf(request));
            return received.Count == 1 ? hang.Task : Task.FromResult(Answer);
        };
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);
        mesh.Database.Queue[0].Status.ShouldBe("dispatched");

        await mesh.RestartAsync();
        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(1));

        received.ShouldBe(["m1", "m1"]);
        mesh.Database.Queue[0].Status.ShouldBe("completed");
    });

    [Fact]
    public void Long_delivery_from_the_queue_holds_up_nobody() => Mesh.Run(async mesh =>
    {
        var answer = new TaskCompletionSource<A2ACarried>();
        mesh.Agents = (_, _, _, _) => answer.Task;
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);
        await mesh.BeatForAsync(id, TimeSpan.FromHours(2)); // Longer than an idle activation is kept.

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        mesh.Database.Queue[0].Attempts.ShouldBe(1);
        answer.SetResult(Answer);
        await mesh.PassAsync(Moment);
        mesh.Database.Queue[0].Status.ShouldBe("completed");
    });

    [Fact]
    public void Result_that_the_store_did_not_take_is_written_before_anything_else_is_sent() => Mesh.Run(async mesh =>
    {
        var received = Receive(mesh, Answer);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);
        await mesh.SendAsync(id, A2ACaller.Canvas, "m2", Timeout);
        mesh.Faults = operation => Task.FromResult(operation == "complete" ? MemoryFault.BeforeCommit : MemoryFault.None);
        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(2));
        received.ShouldBe(["m1"]);

        mesh.Faults = null;
        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(2));
        received.ShouldBe(["m1", "m2"]);
    });

    [Fact]
    [Row("11/202")]
    public void Answer_that_says_queued_keeps_the_message_waiting() => Mesh.Run(async mesh =>
    {
        Receive(mesh, new A2ACarried(A2AOutcome.Answered, 202, """{"queued":true}"""u8.ToArray()));
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout);

        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(10));

        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("queued");
    });

    [Fact]
    public void Queue_has_a_limit() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        for (var n = 0; n < 1000; n++)
            mesh.Database.Queue.Add(new QueueRow { Org = Mesh.OrgId, Id = $"{n}", StoredAt = mesh.Now, Draft = new(id, A2ACaller.Canvas, Encoding.UTF8.GetBytes("{}"), null, $"{n}", mesh.Now) });

        (await mesh.SendAsync(id, A2ACaller.Canvas, "m1", Timeout)).Settlement!.Kind.ShouldBe(SettlementKind.Busy);
    });

    static List<string?> Receive(Mesh mesh, A2ACarried answer)
    {
        var received = new List<string?>();
        mesh.Agents = (_, _, request, _) =>
        {
            received.Add(AgentAnswer.MessageIdOf(request));
            return Task.FromResult(answer);
        };
        return received;
    }
}
