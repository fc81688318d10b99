using Molecule.Grains.A2A;
using Molecule.Grains.Approvals;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.LastSeen;
using Molecule.Storage.Records;
using Molecule.Storage.Tests.Support;
using Orleans.Storage;

namespace Molecule.Storage.Tests.Contracts;

public abstract class WorkspaceEraserContract(StoreFixture store)
{
    readonly IWorkspaceEraser _eraser = store.Get<IWorkspaceEraser>();
    readonly RecordFixture _records = new(store.Services);
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task Erase_removes_everything_that_the_workspace_owns_but_its_events()
    {
        await FillAsync(_org, "w", WorkspaceStatus.Removed);

        (await _eraser.EraseAsync(_org, ["w", "unknown"])).ShouldBe(1);

        (await SummaryAsync(_org, "w")).ShouldBe(new Owned(Record: false, Tokens: 0, Queue: 0, Activity: 0, Delegations: 0, Approvals: 0, LastSeen: 0, TokenUses: 0, Events: 1));
        (await _eraser.EraseAsync(_org, ["w"])).ShouldBe(0);
    }

    [Fact]
    public async Task Erase_leaves_live_workspaces_others_and_other_orgs_alone()
    {
        var other = store.NewOrg();
        await FillAsync(_org, "live", WorkspaceStatus.Online);
        await FillAsync(_org, "not asked for", WorkspaceStatus.Removed);
        await FillAsync(_org, "w", WorkspaceStatus.Removed);
        await FillAsync(other, "w", WorkspaceStatus.Removed);
        var whole = await SummaryAsync(other, "w");

        (await _eraser.EraseAsync(_org, ["w", "live"])).ShouldBe(1);

        whole.Record.ShouldBeTrue();
        (await SummaryAsync(_org, "live")).ShouldBe(whole);
        (await SummaryAsync(_org, "not asked for")).ShouldBe(whole);
        (await SummaryAsync(other, "w")).ShouldBe(whole);
    }

    [Fact]
    public async Task Erase_makes_roots_of_the_children_that_are_left()
    {
        await _records.WriteAsync(_org, "w", new() { Status = WorkspaceStatus.Removed });
        var stale = await _records.WriteAsync(_org, "child", new() { Name = "c \0 ü", ParentId = "w" });

        await _eraser.EraseAsync(_org, ["w"]);

        var child = await _records.ReadAsync(_org, "child");
        child.State!.ParentId.ShouldBeNull();
        child.State.Name.ShouldBe("c \0 ü");
        (await store.Get<IRecordQueries>().ListUnderAsync<WorkspaceRecord>(_org, null, false, default)).ShouldHaveSingleItem().Id.ShouldBe("child");
        await Should.ThrowAsync<InconsistentStateException>(() => _records.SaveAsync(_org, "child", stale));
    }

    async Task FillAsync(string org, string id, WorkspaceStatus status)
    {
        await _records.WriteAsync(org, id, new() { Status = status });
        await _records.WriteTokenAsync(org, id, $"token of {id}");
        await store.Get<IA2AQueue>().EnqueueAsync(org, new(id, A2ACaller.Canvas, default, null, null, Times.T0));
        await store.Get<IActivityLog>().AppendAsync(
            org, [new() { Id = $"activity of {id}", WorkspaceId = id, ActivityType = "error", CreatedAt = Times.T0 }]);
        await store.Get<IDelegationStore>().AcceptAsync(
            org, new() { SourceId = id, Id = $"delegation of {id}", TargetId = "t", Task = "x", CreatedAt = Times.T0 });
        await _records.WriteApprovalAsync(org, $"approval of {id}", new() { WorkspaceId = id });
        await store.Get<ILastSeen>().WriteAsync(org, [new("workspace", id, Times.T0), new("token", $"token of {id}", Times.T0)]);
        await store.Get<IEventLog>().AppendAsync(org, [new($"event of {id}", "WORKSPACE_REMOVED", id, Times.T0, "{}")]);
    }

    async Task<Owned> SummaryAsync(string org, string id) => new(
        (await _records.ReadAsync(org, id)).RecordExists,
        (await store.Get<IRecordQueries>().ListUnderAsync<TokenRecord>(org, id, true, default)).Count,
        await store.Get<IA2AQueue>().CountWaitingAsync(org, id),
        (await store.Get<IActivityLog>().ListAsync(org, id, new("error"), default)).Count,
        (await store.Get<IDelegationStore>().ListNewestAsync(org, id, 10, default)).Count,
        (await store.Get<IRecordQueries>().ListNewestUnderAsync<ApprovalRecord>(org, id, 10, default)).Count,
        (await store.Get<ILastSeen>().ReadAsync(org, "workspace", default)).Count(seen => seen.Key == id),
        (await store.Get<ILastSeen>().ReadAsync(org, "token", default)).Count(seen => seen.Key == $"token of {id}"),
        (await store.Get<IEventLog>().ReadLatestAsync(org, id, 10, default)).Count);

    sealed record Owned(bool Record, int Tokens, int Queue, int Activity, int Delegations, int Approvals, int LastSeen, int TokenUses, int Events);
}

public sealed class SqliteWorkspaceEraserTests(SqliteStore store) : WorkspaceEraserContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresWorkspaceEraserTests(PostgresStore store) : WorkspaceEraserContract(store), IClassFixture<PostgresStore>;
