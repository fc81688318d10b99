using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

public abstract class RecordQueriesContract(StoreFixture store)
{
    static readonly DateTimeOffset T0 = Times.T0;

    readonly IRecordQueries _queries = store.Get<IRecordQueries>();
    readonly RecordFixture _records = new(store.Services);
    readonly string _org = store.NewOrg();

    [Fact]
    public async Task List_returns_the_live_records_of_the_kind_oldest_first_and_tombstones_on_request()
    {
        foreach (var id in (string[])["b", "c", "a"])
            await _records.WriteAsync(_org, id, new() { Name = id });
        await _records.WriteAsync(_org, "gone", new() { Status = WorkspaceStatus.Removed });
        await _records.WriteTokenAsync(_org, "a", "t");

        (await _queries.ListAsync<WorkspaceRecord>(_org, false, default)).Select(s => (s.Id, s.Record.Name, s.Version))
            .ShouldBe([("b", "b", 1), ("c", "c", 1), ("a", "a", 1)]);
        (await _queries.ListAsync<WorkspaceRecord>(_org, true, default)).Select(s => s.Id).ShouldBe(["b", "c", "a", "gone"]);
    }

    [Fact]
    public async Task List_under_a_parent_returns_its_children_and_a_null_parent_the_roots()
    {
        await _records.WriteAsync(_org, "root");
        await _records.WriteAsync(_org, "child", new() { ParentId = "root" });
        await _records.WriteAsync(_org, "gone", new() { ParentId = "root", Status = WorkspaceStatus.Removed });
        await _records.WriteAsync(_org, "grandchild", new() { ParentId = "child" });
        await _records.WriteTokenAsync(_org, "root", "t");

        (await UnderAsync("root")).ShouldBe(["child"]);
        (await UnderAsync("root", includeTerminal: true)).ShouldBe(["child", "gone"]);
        (await UnderAsync(null)).ShouldBe(["root"]);
        (await UnderAsync("unknown")).ShouldBeEmpty();
        (await _queries.ListUnderAsync<TokenRecord>(_org, "root", false, default)).ShouldHaveSingleItem().Record.Principal!.TokenId.ShouldBe("t");
    }

    [Fact]
    public async Task List_newest_returns_live_records_and_under_a_parent_all_the_newest_first()
    {
        foreach (var id in (string[])["b", "c", "a"])
            await _records.WriteAsync(_org, id, new() { ParentId = id == "c" ? null : "p" });
        await _records.WriteAsync(_org, "gone", new() { ParentId = "p", Status = WorkspaceStatus.Removed });
        await _records.WriteTokenAsync(_org, "p", "t");
        await _records.WriteAsync(store.NewOrg(), "elsewhere", new() { ParentId = "p" });

        (await _queries.ListNewestAsync<WorkspaceRecord>(_org, 10, default)).Select(s => s.Id).ShouldBe(["a", "c", "b"]);
        (await _queries.ListNewestAsync<WorkspaceRecord>(_org, 2, default)).Select(s => s.Id).ShouldBe(["a", "c"]);
        (await _queries.ListNewestUnderAsync<WorkspaceRecord>(_org, "p", 10, default)).Select(s => s.Id).ShouldBe(["gone", "a", "b"]);
        (await _queries.ListNewestUnderAsync<WorkspaceRecord>(_org, "p", 1, default)).Select(s => s.Id).ShouldBe(["gone"]);
    }

    [Fact]
    public async Task List_due_returns_what_is_owed_by_now_the_longest_due_first()
    {
        await _records.WriteAsync(_org, "later", new() { DueAt = T0.AddSeconds(1) });
        await _records.WriteAsync(_org, "now", new() { DueAt = T0 });
        await _records.WriteAsync(_org, "overdue", new() { DueAt = T0.AddDays(-1), Status = WorkspaceStatus.Removed });
        await _records.WriteAsync(_org, "nothing");

        (await _queries.ListDueAsync<WorkspaceRecord>(_org, T0, 10, default)).ShouldBe(["overdue", "now"]);
        (await _queries.ListDueAsync<WorkspaceRecord>(_org, T0, 1, default)).ShouldBe(["overdue"]);
    }

    [Fact]
    public async Task List_due_forgets_what_is_no_longer_owed()
    {
        var state = await _records.WriteAsync(_org, "w", new() { DueAt = T0 });

        state.State!.DueAt = null;
        await _records.SaveAsync(_org, "w", state);

        (await _queries.ListDueAsync<WorkspaceRecord>(_org, T0, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_due_orgs_names_those_that_owe_something_by_now_once()
    {
        var (later, debtless) = (store.NewOrg(), store.NewOrg());
        await _records.WriteAsync(_org, "a", new() { DueAt = T0 });
        await _records.WriteAsync(_org, "b", new() { DueAt = T0.AddSeconds(-1) });
        await _records.WriteAsync(later, "a", new() { DueAt = T0.AddSeconds(1) });
        await _records.WriteAsync(debtless, "a");

        (await _queries.ListDueOrgsAsync<WorkspaceRecord>(T0, default)).Where(IsOurs).ShouldBe([_org]);
        (await _queries.ListDueOrgsAsync<WorkspaceRecord>(T0.AddSeconds(1), default)).Where(IsOurs).ShouldBe([_org, later], ignoreOrder: true);
        (await _queries.ListDueOrgsAsync<TokenRecord>(T0.AddSeconds(1), default)).Where(IsOurs).ShouldBeEmpty();

        bool IsOurs(string org) => org == _org || org == later || org == debtless;
    }

    [Fact]
    public async Task List_orgs_names_each_org_once()
    {
        var other = store.NewOrg();
        await _records.WriteAsync(_org, "a");
        await _records.WriteAsync(_org, "b");
        await _records.WriteTokenAsync(other, "a", "t");

        var orgs = await _queries.ListOrgsAsync(default);

        orgs.ShouldBeUnique();
        orgs.ShouldContain(_org);
        orgs.ShouldContain(other);
    }

    [Fact]
    public async Task Lists_of_one_org_show_nothing_of_another()
    {
        await _records.WriteAsync(_org, "w", new() { DueAt = T0 });
        var other = store.NewOrg();

        (await _queries.ListAsync<WorkspaceRecord>(other, true, default)).ShouldBeEmpty();
        (await _queries.ListUnderAsync<WorkspaceRecord>(other, null, true, default)).ShouldBeEmpty();
        (await _queries.ListDueAsync<WorkspaceRecord>(other, T0, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_query_is_reported_as_cancelled()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => _queries.ListOrgsAsync(new CancellationToken(canceled: true)));
    }

    async Task<IEnumerable<string>> UnderAsync(string? parent, bool includeTerminal = false) =>
        (await _queries.ListUnderAsync<WorkspaceRecord>(_org, parent, includeTerminal, default)).Select(stored => stored.Id);
}

public sealed class SqliteRecordQueriesTests(SqliteStore store) : RecordQueriesContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresRecordQueriesTests(PostgresStore store) : RecordQueriesContract(store), IClassFixture<PostgresStore>;
