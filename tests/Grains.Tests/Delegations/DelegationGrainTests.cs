using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Delegations;

public sealed class DelegationGrainTests
{
    static readonly A2ACarried Reply = new(A2AOutcome.Answered, 200, """{"result":{"parts":[{"kind":"text","text":"done"}]}}"""u8.ToArray(), 5);
    static readonly A2ACarried Refused = new(A2AOutcome.Unreachable);
    static readonly A2ACarried Late = new(A2AOutcome.TimedOutAfterDelivery);
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    // One round of the org's sweep.
    static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(7);

    [Fact]
    public void Delegation_is_sent_answered_and_told() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);

        var outcome = await team.DelegateAsync();
        outcome.ShouldBe(new DelegateOutcome(team.Id, DelegationStatus.Pending, IsReplay: false, IsTracked: true));
        await mesh.PassAsync(Moment);

        received.ShouldBe([(team.Target, team.Id)]);
        var stored = team.Stored;
        (stored.Status, stored.Response, stored.Attempts, stored.DueAt).ShouldBe((DelegationStatus.Completed, "done", 1, null));
        team.Events.ShouldBe(
        [
            $$"""DELEGATION_SENT {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","task_preview":"task"}""",
            $$"""DELEGATION_STATUS {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","status":"dispatched"}""",
            $$"""DELEGATION_COMPLETE {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","response_preview":"done"}""",
        ]);
        var row = mesh.Database.Activity.ShouldHaveSingleItem().Row;
        (row.ActivityType, row.SourceId, row.WorkspaceId).ShouldBe(("a2a_receive", team.Source, team.Target));
    });

    [Fact]
    [Row("12.3/accept")]
    public void Acceptance_does_not_wait_for_the_target() => Run(async (mesh, team) =>
    {
        mesh.Agents = async (_, _, _, _) =>
        {
            await mesh.PassAsync(TimeSpan.FromMinutes(20));
            return Reply;
        };

        var before = mesh.Now;
        await team.DelegateAsync();
        (mesh.Now - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await mesh.PassAsync(TimeSpan.FromMinutes(19));

        // Looked after meanwhile, and left alone.
        (team.Stored.Status, team.Stored.Attempts).ShouldBe((DelegationStatus.Dispatched, 1));
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        team.Stored.Status.ShouldBe(DelegationStatus.Completed);
    });

    [Fact]
    public void Acceptance_is_one_write() => Run(async (mesh, team) =>
    {
        mesh.Agents = (_, _, _, _) => new TaskCompletionSource<A2ACarried>().Task;
        var before = mesh.Database.Operations.ToDictionary();
        var writes = 0;
        mesh.Faults = operation =>
        {
            writes += operation.StartsWith("accept", StringComparison.Ordinal) || operation.StartsWith("write", StringComparison.Ordinal) ? 1 : 0;
            return Task.FromResult(MemoryFault.None);
        };

        await team.DelegateAsync();

        writes.ShouldBe(1);
        mesh.Database.Operations.GetValueOrDefault("read delegation").ShouldBe(before.GetValueOrDefault("read delegation"));
    });

    [Fact]
    [Row("12.3/retry")]
    public void Target_that_was_not_reached_is_tried_again_after_8_seconds_and_no_more() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Refused);

        await team.DelegateAsync();
        await mesh.PassAsync(TimeSpan.FromSeconds(7));
        received.Count.ShouldBe(1);
        team.Stored.Status.ShouldBe(DelegationStatus.Dispatched);
        await mesh.PassAsync(TimeSpan.FromSeconds(2));
        received.Count.ShouldBe(2);
        await mesh.PassAsync(TimeSpan.FromMinutes(5));

        received.Count.ShouldBe(2);
        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "failed to reach workspace agent"));
        team.Events[^1].ShouldBe(
            $$"""DELEGATION_FAILED {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","error":"failed to reach workspace agent"}""");
        team.Events.Count(e => e.Contains("dispatched", StringComparison.Ordinal)).ShouldBe(1);
    });

    [Fact]
    public void Second_try_may_succeed() => Run(async (mesh, team) =>
    {
        var tries = 0;
        mesh.Agents = (_, _, _, _) => Task.FromResult(++tries == 1 ? Refused : Reply);

        await team.DelegateAsync();
        await mesh.PassAsync(TimeSpan.FromSeconds(10));

        (team.Stored.Status, tries).ShouldBe((DelegationStatus.Completed, 2));
    });

    [Fact]
    public void Forbidden_target_is_accepted_and_fails() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        var child = await mesh.CreateExternalAsync("child", team.Target);
        var cousin = await mesh.CreateExternalAsync("cousin", team.Source);

        await mesh.Delegation(cousin, "d").DelegateAsync(new NewDelegation(child, "task"));
        await mesh.PassAsync(Moment);

        received.ShouldBeEmpty();
        mesh.Database.Delegations[(Mesh.OrgId, cousin, "d")].Error.ShouldBe("access denied: workspaces cannot communicate per hierarchy rules");
    });

    [Fact]
    public void Unknown_target_is_accepted_and_fails() => Run(async (mesh, team) =>
    {
        await mesh.Delegation(team.Source, "d").DelegateAsync(new NewDelegation(mesh.NewId(), "task"));
        await mesh.PassAsync(Moment);

        mesh.Database.Delegations[(Mesh.OrgId, team.Source, "d")].Status.ShouldBe(DelegationStatus.Failed);
    });

    [Fact]
    public void Key_is_answered_with_the_first_delegation() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        await team.DelegateAsync(key: "k");
        await mesh.PassAsync(Moment);

        var again = await mesh.Delegation(team.Source, "other").DelegateAsync(new NewDelegation(team.Target, "another task", "k"));
        await mesh.PassAsync(Moment);

        again.ShouldBe(new DelegateOutcome(team.Id, DelegationStatus.Completed, IsReplay: true, IsTracked: true));
        received.Count.ShouldBe(1);
    });

    [Fact]
    [Row("12.3/idempotency")]
    public void Key_of_a_failed_delegation_runs_anew() => Run(async (mesh, team) =>
    {
        team.Answer(new A2ACarried(A2AOutcome.Answered, 500));
        await team.DelegateAsync(key: "k");
        await mesh.PassAsync(Moment);
        team.Stored.Status.ShouldBe(DelegationStatus.Failed);

        var again = await mesh.Delegation(team.Source, "other").DelegateAsync(new NewDelegation(team.Target, "task", "k"));

        again.ShouldBe(new DelegateOutcome("other", DelegationStatus.Pending, IsReplay: false, IsTracked: true));
    });

    [Fact]
    [Row("12.3/idempotency")]
    public void Keys_at_once_have_one_winner() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            mesh.Delegation(team.Source, $"d{n}").DelegateAsync(new NewDelegation(team.Target, "task", "k"))));
        await mesh.PassAsync(Moment);

        outcomes.Count(outcome => !outcome.IsReplay).ShouldBe(1);
        outcomes.Select(outcome => outcome.DelegationId).Distinct().ShouldHaveSingleItem();
        received.Count.ShouldBe(1);
    });

    [Fact]
    [Row("11/delegation 12.4/f")]
    public void Busy_target_has_it_queued_and_the_drain_brings_the_result() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);

        team.Stored.Status.ShouldBe(DelegationStatus.Queued);
        team.Events[^1].ShouldBe($$"""DELEGATION_STATUS {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","status":"queued"}""");
        team.Answer(Reply);
        await mesh.BeatAsync(team.Target);
        await mesh.PassAsync(Moment);

        (team.Stored.Status, team.Stored.Response, team.Stored.IsViaQueue, team.Stored.DueAt).ShouldBe((DelegationStatus.Completed, "done", true, null));
        team.Events[^1].ShouldBe(
            $$"""DELEGATION_COMPLETE {"delegation_id":"{{team.Id}}","target_id":"{{team.Target}}","response_preview":"done","via":"queue_drain"}""");
        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("completed");
    });

    [Fact]
    [Row("12.4/f")]
    public void Result_of_the_drain_is_stored_before_the_entry_ends() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);
        team.Answer(Reply);
        mesh.Faults = operation => Task.FromResult(operation == "change delegation" ? MemoryFault.BeforeCommit : MemoryFault.None);
        await mesh.BeatAsync(team.Target);
        await mesh.PassAsync(Moment);

        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("dispatched");
        mesh.Faults = null;
        await mesh.BeatForAsync(team.Target, TimeSpan.FromMinutes(2));

        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("completed");
        team.Stored.Status.ShouldBe(DelegationStatus.Completed);
    });

    [Fact]
    [Row("11/orphans")]
    public void Message_that_fails_in_the_queue_fails_its_delegation() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);
        team.Answer(new A2ACarried(A2AOutcome.Answered, 500, """{"error":"boom"}"""u8.ToArray()));
        await mesh.BeatForAsync(team.Target, TimeSpan.FromMinutes(5));

        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "boom"));
        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("failed");
    });

    [Fact]
    public void Message_that_is_dropped_from_the_queue_fails_its_delegation() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);
        await mesh.PassAsync(TimeSpan.FromMinutes(20));
        await mesh.Workspace(team.Target).RemoveAsync(new RemoveWorkspace(Confirmed: true, Purge: false));

        // Not at its next check, which is minutes away.
        await mesh.PassAsync(AtOnce);

        team.Stored.Status.ShouldBe(DelegationStatus.Failed);
        team.Stored.Error!.ShouldContain("workspace removed");
        team.Events[^1].ShouldStartWith("DELEGATION_FAILED");
    });

    [Fact]
    public void Message_that_is_dropped_as_stale_fails_its_delegation_at_once() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(TimeSpan.FromMinutes(20));
        team.Stored.Status.ShouldBe(DelegationStatus.Queued);

        (await mesh.Storage.DropStaleAsync(Mesh.OrgId, null, mesh.Now)).ShouldBe(1);
        await mesh.PassAsync(AtOnce);

        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "workspace agent busy; dropped as stale"));
    });

    [Theory]
    [InlineData(DelegationStatus.Dispatched)]
    [InlineData(DelegationStatus.Queued)]
    public void Message_that_is_dropped_just_when_its_delegation_is_put_off_fails_it_at_once(DelegationStatus status) => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        var dropped = 0;
        mesh.Faults = async operation =>
        {
            // What comes now says that it is queued, or, when that is known, when to look after it next.
            if (operation == "change delegation" && dropped == 0 && mesh.Database.Delegations.Values.Any(each => each.Status == status))
                dropped += await mesh.Storage.DropStaleAsync(Mesh.OrgId, null, mesh.Now + Moment);
            return MemoryFault.None;
        };

        await team.DelegateAsync();
        await mesh.PassAsync(AtOnce);

        dropped.ShouldBe(1);
        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "dropped as stale"));
        team.Events[^1].ShouldStartWith("DELEGATION_FAILED");
    });

    [Fact]
    public void Message_that_expires_fails_its_delegation_at_once() => Run(async (mesh, team) =>
    {
        team.Answer(Late);
        await team.DelegateAsync();
        await mesh.PassAsync(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1) + AtOnce);

        team.Stored.Status.ShouldBe(DelegationStatus.Failed);
        team.Stored.Error!.ShouldContain("expired");
    });

    [Fact]
    public void Message_that_an_agent_sent_itself_and_is_dropped_fails_its_delegation_at_once() => Run(async (mesh, team) =>
    {
        await mesh.Delegation(team.Source, team.Id).RecordAsync(new NewDelegation(team.Target, "task"));
        var caller = new A2ACaller(CallerKind.Workspace, team.Source);
        var decision = await mesh.Workspace(team.Target).RouteAsync(new A2ARequest(caller));
        var body = $$$"""{"params":{"message":{"messageId":"own","metadata":{"delegation_id":"{{{team.Id}}}"} } } }""";
        var report = MeshExtensions.ReportOf(decision, caller, "own", Late) with { Request = Encoding.UTF8.GetBytes(body) };
        (await mesh.Workspace(team.Target).SettleAsync(report)).Kind.ShouldBe(SettlementKind.Queued);

        await mesh.Storage.DropStaleAsync(Mesh.OrgId, team.Target, mesh.Now + TimeSpan.FromSeconds(1));
        await mesh.PassAsync(AtOnce);

        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "dropped as stale"));
    });

    [Fact]
    public void Result_of_a_delegation_that_was_stored_unnoticed_is_kept() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        mesh.Faults = operation => Task.FromResult(operation == "accept delegation" ? MemoryFault.AfterCommit : MemoryFault.None);
        (await team.DelegateAsync()).IsTracked.ShouldBeFalse();
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(5));

        (team.Stored.Status, team.Stored.Response, received.Count).ShouldBe((DelegationStatus.Completed, "done", 1));
        team.Events.Count.ShouldBe(3);
    });

    [Fact]
    public void Accepted_delegation_survives_the_death_of_the_process() => Run(async (mesh, team) =>
    {
        mesh.Agents = (_, _, _, _) => new TaskCompletionSource<A2ACarried>().Task;
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);
        await mesh.RestartAsync();
        var received = team.Answer(Reply);
        await mesh.PassAsync(TimeSpan.FromMinutes(2));

        // The same message id: an agent that had it before drops the repeat.
        received.ShouldBe([(team.Target, team.Id)]);
        (team.Stored.Status, team.Stored.Attempts).ShouldBe((DelegationStatus.Completed, 2));
        team.Events.Count.ShouldBe(3);
    });

    [Fact]
    public void Processes_that_die_over_it_end_it_at_last() => Run(async (mesh, team) =>
    {
        mesh.Agents = (_, _, _, _) => new TaskCompletionSource<A2ACarried>().Task;
        await team.DelegateAsync();
        for (var n = 0; n < 8; n++)
        {
            await mesh.RestartAsync();
            await mesh.PassAsync(TimeSpan.FromMinutes(2));
        }

        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "the delegation was interrupted too often"));
        team.Stored.Attempts.ShouldBe(6);
    });

    [Fact]
    public void Events_that_the_log_did_not_take_are_told_later() => Run(async (mesh, team) =>
    {
        team.Answer(Reply);
        mesh.Faults = operation => Task.FromResult(operation == "append events" ? MemoryFault.BeforeCommit : MemoryFault.None);
        await team.DelegateAsync();
        await mesh.PassAsync(Moment);
        team.Stored.Status.ShouldBe(DelegationStatus.Completed);
        team.Events.ShouldBeEmpty();

        await mesh.RestartAsync();
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(1));

        team.Events.Count.ShouldBe(3);
        team.Stored.DueAt.ShouldBeNull();
    });

    [Fact]
    public void Result_is_kept_while_the_store_is_away() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        mesh.Agents = (_, _, _, _) =>
        {
            received.Add((team.Target, "x"));
            mesh.Faults = _ => Task.FromResult(MemoryFault.BeforeCommit);
            return Task.FromResult(Reply);
        };
        await team.DelegateAsync();
        await mesh.PassAsync(TimeSpan.FromSeconds(2));
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromSeconds(20));

        (team.Stored.Status, received.Count).ShouldBe((DelegationStatus.Completed, 1));
    });

    [Fact]
    public void Delegation_that_cannot_be_stored_is_sent_and_said_to_be_untracked() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        mesh.Faults = operation => Task.FromResult(operation == "accept delegation" ? MemoryFault.BeforeCommit : MemoryFault.None);

        var outcome = await team.DelegateAsync();
        await mesh.PassAsync(Moment);

        outcome.IsTracked.ShouldBeFalse();
        received.Count.ShouldBe(1);
        mesh.Database.Delegations.ShouldBeEmpty();
        team.Events.ShouldBeEmpty();
    });

    [Fact]
    public void Agents_own_delegation_is_recorded_once_and_updated() => Run(async (mesh, team) =>
    {
        var received = team.Answer(Reply);
        await mesh.Delegation(team.Source, team.Id).RecordAsync(new NewDelegation(team.Target, "task"));
        await mesh.Delegation(team.Source, team.Id).RecordAsync(new NewDelegation(team.Target, "another"));

        (team.Stored.Status, team.Stored.Task).ShouldBe((DelegationStatus.Dispatched, "task"));
        (await team.UpdateAsync(DelegationStatus.InProgress)).ShouldBe(DelegationStatus.InProgress);
        (await team.UpdateAsync(DelegationStatus.Queued)).ShouldBe(DelegationStatus.Queued);
        (await team.UpdateAsync(DelegationStatus.Completed, response: "yes")).ShouldBe(DelegationStatus.Completed);
        (await team.UpdateAsync(DelegationStatus.Failed, error: "no")).ShouldBe(DelegationStatus.Completed);

        received.ShouldBeEmpty();
        (team.Stored.Response, team.Stored.Error, team.Stored.DueAt).ShouldBe(("yes", null, null));
        team.Events.Select(e => e.Split(' ')[0]).ShouldBe(["DELEGATION_SENT", "DELEGATION_STATUS", "DELEGATION_COMPLETE"]);
    });

    [Fact]
    public void Agents_own_delegation_without_a_result_fails_at_last() => Run(async (mesh, team) =>
    {
        await mesh.Delegation(team.Source, team.Id).RecordAsync(new NewDelegation(team.Target, "task"));
        await mesh.PassAsync(TimeSpan.FromHours(23));
        team.Stored.Status.ShouldBe(DelegationStatus.Dispatched);
        await mesh.PassAsync(TimeSpan.FromHours(2));

        (team.Stored.Status, team.Stored.Error).ShouldBe((DelegationStatus.Failed, "no result was reported"));
    });

    [Fact]
    public void Update_of_an_unknown_delegation_finds_nothing() => Run(async (mesh, team) =>
    {
        (await team.UpdateAsync(DelegationStatus.Completed)).ShouldBeNull();
        await team.DelegateAsync();
        (await mesh.Delegation(team.Target, team.Id).UpdateAsync(new DelegationUpdate(DelegationStatus.Failed, "x", null))).ShouldBeNull();
    });

    [Fact]
    public void Flood_for_a_target_that_hangs_leaves_others_alone() => Run(
        async (mesh, team) =>
        {
            var quick = await mesh.CreateExternalAsync("quick");
            mesh.Agents = async (id, _, _, _) =>
            {
                if (id == team.Target)
                    await mesh.PassAsync(TimeSpan.FromMinutes(10));
                return Reply;
            };
            for (var n = 0; n < 300; n++)
                await mesh.Delegation(team.Source, $"slow{n:000}").DelegateAsync(new NewDelegation(team.Target, "task"));

            await mesh.Delegation(team.Source, "quick").DelegateAsync(new NewDelegation(quick, "task"));
            await mesh.PassAsync(TimeSpan.FromSeconds(1));

            mesh.Database.Delegations[(Mesh.OrgId, team.Source, "quick")].Status.ShouldBe(DelegationStatus.Completed);
            await mesh.PassAsync(TimeSpan.FromHours(3));
            mesh.Database.Delegations.Values.ShouldAllBe(each => each.Status == DelegationStatus.Completed && each.DueAt == null);
        });

    static void Run(Func<Mesh, Team, Task> test) => Mesh.Run(async mesh =>
    {
        var team = new Team(mesh, await mesh.CreateExternalAsync("boss"), await mesh.CreateExternalAsync("dev"));
        await test(mesh, team);
    });

    sealed class Team(Mesh mesh, string source, string target)
    {
        public string Source => source;

        public string Target => target;

        public string Id { get; } = mesh.NewId();

        public DelegationRecord Stored => mesh.Database.Delegations[(Mesh.OrgId, source, Id)];

        public IReadOnlyList<string> Events => [.. mesh.Database.Events[Mesh.OrgId]
            .Where(e => e.WorkspaceId == source && e.Type.StartsWith("DELEGATION", StringComparison.Ordinal) && e.PayloadJson.Contains(Id, StringComparison.Ordinal))
            .Select(e => $"{e.Type} {e.PayloadJson}")];

        public Task<DelegateOutcome> DelegateAsync(string? key = null) => mesh.Delegation(source, Id).DelegateAsync(new NewDelegation(target, "task", key));

        public Task<DelegationStatus?> UpdateAsync(DelegationStatus status, string? error = null, string? response = null) =>
            mesh.Delegation(source, Id).UpdateAsync(new DelegationUpdate(status, error, response));

        public List<(string Target, string MessageId)> Answer(A2ACarried carried)
        {
            var received = new List<(string, string)>();
            mesh.Agents = (id, _, request, _) =>
            {
                var text = Encoding.UTF8.GetString(request.Span);
                received.Add((id, text.Split("\"messageId\":\"")[1].Split('"')[0]));
                return Task.FromResult(carried);
            };
            return received;
        }
    }
}
