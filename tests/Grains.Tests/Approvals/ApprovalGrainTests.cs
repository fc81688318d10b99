using Molecule.Grains.Approvals;
using Molecule.Grains.Events;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Storage.Records;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Approvals;

public sealed class ApprovalGrainTests
{
    // One round of the org's sweep, and what is owed after a fault.
    static readonly TimeSpan Round = TimeSpan.FromSeconds(7);
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(40);

    [Fact]
    public void Request_waits_is_told_and_is_decided_once() => Run(async (mesh, desk) =>
    {
        (await desk.RequestAsync()).ShouldBeTrue();
        var asked = await desk.StoredAsync();
        (asked.Status, asked.DecidedBy, asked.DecidedAt, asked.DueAt).ShouldBe((ApprovalStatus.Pending, null, null, asked.CreatedAt.AddMinutes(10)));
        (asked.WorkspaceName, asked.Action, asked.Reason, asked.TaskId, asked.Context).ShouldBe(("dev", "deploy", "it is green", "t1", """{"a":1}"""));
        string[] told =
        [
            $$"""APPROVAL_REQUESTED {{desk.Asker}} {"approval_id":"{{desk.Id}}","action":"deploy","reason":"it is green","task_id":"t1"}""",
            $$"""APPROVAL_ESCALATED {{desk.Boss}} {"approval_id":"{{desk.Id}}","from_workspace_id":"{{desk.Asker}}","action":"deploy","reason":"it is green"}""",
        ];
        desk.Events.ShouldBe(told);
        (await desk.RequestAsync()).ShouldBeTrue();
        desk.Events.ShouldBe(told);

        (await desk.DecideAsync(true, "ada")).ShouldBeTrue();
        (await desk.DecideAsync(false, "bob")).ShouldBeFalse();

        var decided = await desk.StoredAsync();
        (decided.Status, decided.DecidedBy, decided.DecidedAt, decided.DueAt).ShouldBe((ApprovalStatus.Approved, "ada", mesh.Now, null));
        desk.Events.ShouldBe([.. told, $$"""APPROVAL_APPROVED {{desk.Asker}} {"approval_id":"{{desk.Id}}","decision":"approved","decided_by":"ada"}"""]);
        desk.Signals.ShouldBe([$$"""{"approval_id":"{{desk.Id}}","status":"approved","decided_by":"ada"}"""]);
    });

    [Fact]
    public void Request_of_a_root_is_escalated_to_nobody() => Run(async (_, desk) =>
    {
        (await desk.RequestAsync(desk.Boss)).ShouldBeTrue();
        desk.Events.ShouldHaveSingleItem().ShouldStartWith($"APPROVAL_REQUESTED {desk.Boss}");
    });

    [Fact]
    public void Request_of_nobody_is_refused_and_leaves_nothing() => Run(async (mesh, desk) =>
    {
        (await desk.RequestAsync(mesh.NewId())).ShouldBeFalse();
        (await desk.DecideAsync(true, "ada")).ShouldBeFalse();
        mesh.Database.Records.Keys.ShouldNotContain(key => key.Kind == ApprovalRecord.Kind);
    });

    [Fact]
    public void Another_workspaces_request_is_not_found() => Run(async (_, desk) =>
    {
        await desk.RequestAsync();
        (await desk.Grain.DecideAsync(desk.Boss, true, "ada")).ShouldBeFalse();
        (await desk.StoredAsync()).Status.ShouldBe(ApprovalStatus.Pending);
    });

    [Fact]
    public void Request_that_nobody_decides_is_denied_after_ten_minutes() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        var asked = mesh.Now;
        await mesh.PassAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await desk.StoredAsync()).Status.ShouldBe(ApprovalStatus.Pending);
        await mesh.PassAsync(Round);

        var ended = await desk.StoredAsync();
        (ended.Status, ended.DecidedBy, ended.DecidedAt, ended.DueAt).ShouldBe((ApprovalStatus.Denied, "auto-expired", asked.AddMinutes(10), null));
        desk.Events[^1].ShouldBe($$"""APPROVAL_DENIED {{desk.Asker}} {"approval_id":"{{desk.Id}}","decision":"denied","decided_by":"auto-expired"}""");
        desk.Signals.ShouldBe([$$"""{"approval_id":"{{desk.Id}}","status":"denied","decided_by":"auto-expired"}"""]);
    });

    [Fact]
    public void Decision_that_comes_too_late_is_refused_before_the_sweep_has_come_round() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        mesh.ForgetsDebts = true;
        await mesh.RestartAsync();
        await mesh.PassAsync(TimeSpan.FromMinutes(10));

        (await desk.DecideAsync(true, "ada")).ShouldBeFalse();
        (await desk.StoredAsync()).Status.ShouldBe(ApprovalStatus.Pending);
        (await desk.StoredAsync()).At(mesh.Now).Status.ShouldBe(ApprovalStatus.Denied);
    });

    [Fact]
    public void Killed_platform_comes_back_with_the_request_and_ends_it() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        mesh.Kill();
        await mesh.PassAsync(TimeSpan.FromMinutes(20));
        await mesh.StartAsync();
        await mesh.Org.WakeAsync();
        await mesh.PassAsync(Round);

        (await desk.StoredAsync()).DecidedBy.ShouldBe("auto-expired");
        desk.Events.Count.ShouldBe(3);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_could_not_be_told_is_told_later_and_once(bool isDecided) => Run(async (mesh, desk) =>
    {
        if (isDecided)
            await desk.RequestAsync();
        mesh.Faults = Breaking("append events");
        (isDecided ? await desk.DecideAsync(false, "ada") : await desk.RequestAsync()).ShouldBeTrue();
        desk.Events.Count.ShouldBe(isDecided ? 2 : 0);

        mesh.Faults = null;
        await mesh.PassAsync(Settled);

        desk.Events.Count.ShouldBe(isDecided ? 3 : 2);
        desk.Signals.Count.ShouldBe(isDecided ? 1 : 0);
        (await desk.StoredAsync()).DueAt.ShouldBe(isDecided ? null : (await desk.StoredAsync()).ExpiresAt);
    });

    [Fact]
    public void Nobody_waits_for_a_log_that_hangs() => Run(async (mesh, desk) =>
    {
        var hanging = new TaskCompletionSource<MemoryFault>();
        mesh.Faults = operation => operation == "append events" ? hanging.Task : Task.FromResult(MemoryFault.None);
        var before = mesh.Now;
        (await desk.RequestAsync()).ShouldBeTrue();
        (await desk.DecideAsync(true, "ada")).ShouldBeTrue();
        (mesh.Now - before).ShouldBeLessThan(TimeSpan.FromSeconds(5));

        mesh.Faults = null;
        hanging.SetResult(MemoryFault.None);
        await mesh.PassAsync(Settled);

        desk.Events.Count.ShouldBe(3);
        (await desk.StoredAsync()).DueAt.ShouldBeNull();
    });

    [Fact]
    public void Request_whose_workspace_was_erased_is_not_found() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        await mesh.Workspace(desk.Asker).RemoveAsync(new RemoveWorkspace(true, true));
        await mesh.PassAsync(Round);
        (await desk.DecideAsync(true, "ada")).ShouldBeFalse();
        mesh.Database.Records.Keys.ShouldNotContain(key => key.Kind == ApprovalRecord.Kind);
    });

    [Fact]
    public void What_another_activation_decided_counts_and_is_told() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        // It decided and died before it told anybody.
        var (key, row) = mesh.Database.Records.Single(each => each.Key.Kind == ApprovalRecord.Kind);
        var decided = (await desk.StoredAsync()).Decided(ApprovalStatus.Denied, "eve", mesh.Now).Due(mesh.Now);
        mesh.Database.Records[key] = row with
        {
            Version = row.Version + 1, Terminal = true, DueAt = mesh.Now, Json = System.Text.Json.JsonSerializer.Serialize(decided),
        };

        (await desk.DecideAsync(true, "ada")).ShouldBeFalse();
        await mesh.PassAsync(Round);

        desk.Events[^1].ShouldContain("\"decided_by\":\"eve\"");
        desk.Events.Count.ShouldBe(3);
    });

    [Fact]
    public void Killed_between_the_decision_and_its_event_it_is_told_all_the_same() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        mesh.Faults = Breaking("append events");
        await desk.DecideAsync(true, "ada");
        mesh.Faults = null;
        await mesh.RestartAsync();
        await mesh.Org.WakeAsync();
        await mesh.PassAsync(Settled);

        desk.Events[^1].ShouldStartWith("APPROVAL_APPROVED");
        desk.Events.Count.ShouldBe(3);
    });

    [Fact]
    public void Decision_whose_write_is_lost_counts_as_what_is_stored() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        mesh.Faults = Breaking("write approval", MemoryFault.AfterCommit);
        await Assert.ThrowsAnyAsync<Exception>(() => desk.DecideAsync(true, "ada"));
        mesh.Faults = Breaking("write approval");
        (await desk.DecideAsync(false, "bob")).ShouldBeFalse();
        mesh.Faults = null;
        await mesh.PassAsync(Settled);

        (await desk.StoredAsync()).DecidedBy.ShouldBe("ada");
        desk.Events.Count.ShouldBe(3);
    });

    [Fact]
    public void Decision_whose_write_fails_may_be_made_again() => Run(async (mesh, desk) =>
    {
        await desk.RequestAsync();
        mesh.Faults = Breaking("write approval");
        await Assert.ThrowsAnyAsync<Exception>(() => desk.DecideAsync(true, "ada"));
        mesh.Faults = null;

        (await desk.DecideAsync(false, "bob")).ShouldBeTrue();
        (await desk.StoredAsync()).DecidedBy.ShouldBe("bob");
    });

    [Fact]
    public void Two_decisions_at_once_are_one() => Run(async (_, desk) =>
    {
        await desk.RequestAsync();
        var decided = await Task.WhenAll(desk.DecideAsync(true, "ada"), desk.DecideAsync(false, "bob"));
        decided.Count(each => each).ShouldBe(1);
        desk.Events.Count.ShouldBe(3);
    });

    static MemoryFaultPlan Breaking(string operation, MemoryFault fault = MemoryFault.BeforeCommit) =>
        asked => Task.FromResult(asked == operation ? fault : MemoryFault.None);

    static void Run(Func<Mesh, Desk, Task> test) => Mesh.Run(async mesh =>
    {
        var boss = await mesh.CreateExternalAsync("boss");
        await test(mesh, new Desk(mesh, boss, await mesh.CreateExternalAsync("dev", boss)));
    });

    sealed class Desk(Mesh mesh, string boss, string asker)
    {
        public string Boss => boss;

        public string Asker => asker;

        public string Id { get; } = mesh.NewId();

        public IApprovalGrain Grain => mesh.Approval(Id);

        public IReadOnlyList<string> Events => [.. mesh.Database.Events[Mesh.OrgId]
            .Where(e => e.Type.StartsWith("APPROVAL", StringComparison.Ordinal)).Select(e => $"{e.Type} {e.WorkspaceId} {e.PayloadJson}")];

        public IReadOnlyList<string> Signals =>
            [.. mesh.Published.Where(e => e is { Type: EventNames.ApprovalDecided, Sequence: null } && e.WorkspaceId == asker).Select(e => e.PayloadJson)];

        public Task<bool> RequestAsync(string? workspaceId = null) =>
            Grain.RequestAsync(new NewApproval(workspaceId ?? asker, "deploy", "it is green", "t1", """{"a":1}"""));

        public Task<bool> DecideAsync(bool isApproved, string by) => Grain.DecideAsync(asker, isApproved, by);

        public async Task<ApprovalRecord> StoredAsync() =>
            (await ((IRecordQueries)mesh.Storage).ListNewestUnderAsync<ApprovalRecord>(Mesh.OrgId, asker, 1, default)).ShouldHaveSingleItem().Record;
    }
}
