using Molecule.Grains.Workspaces;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.Records;
using Molecule.Storage.Sql;
using Molecule.Storage.Sqlite;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

/// <summary>In tables with up to 100 000 rows of many orgs, what is asked all the time is found through an index.</summary>
public abstract class QueryPlanContract(StoreFixture store) : IAsyncLifetime
{
    readonly Database _database = store.Get<Database>();

    public static TheoryData<string, string> Statements { get; } = new()
    {
        { "record", RecordStore.Read },
        { "list", RecordQueries.List(includeTerminal: false) },
        { "list with tombstones", RecordQueries.List(includeTerminal: true) },
        { "children", RecordQueries.ListUnder("p", includeTerminal: false) },
        { "roots", RecordQueries.ListUnder(null, includeTerminal: false) },
        { "newest", RecordQueries.Newest },
        { "newest under a parent", RecordQueries.NewestUnder },
        { "due", RecordQueries.Due },
        { "ended", RecordRetention.Purge },
        { "activity", ActivityLog.List(new()) },
        { "activity of a type", ActivityLog.List(new("error", FromCanvas: true)) },
        { "activity before pages", ActivityBefore.List(new()) },
        { "activity before pages, of a type", ActivityBefore.List(new("error", FromCanvas: true)) },
        { "events after", EventLog.After },
        { "latest events", EventLog.Latest(null) },
        { "latest events of a workspace", EventLog.Latest("w7") },
        { "claim", new QueueSql(new SqliteDialect()).Claim },
        { "waiting", new QueueSql(new SqliteDialect()).CountWaiting },
        { "delegation", DelegationSql.Find },
        { "delegation by key", DelegationSql.FindByKey },
        { "newest delegations", DelegationSql.NewestAccepted },
        { "newest results", DelegationSql.NewestResults },
        { "due delegations", DelegationSql.Due },
        { "orgs with due", RecordQueries.DueOrgs },
        { "orgs with due delegations", DelegationSql.DueOrgs },
        { "orgs with waiting workspaces", new QueueSql(new SqliteDialect()).ListPendingOrgs },
        { "waiting workspaces", new QueueSql(new SqliteDialect()).ListPendingWorkspaces },
    };

    [Theory]
    [MemberData(nameof(Statements), DisableDiscoveryEnumeration = true)]
    public async Task Statement_uses_an_index(string name, string sql)
    {
        var plan = await ExplainAsync(_database, sql);

        plan.ShouldContain("index", Case.Insensitive, name);
        plan.ShouldNotContain("Seq Scan", Case.Sensitive, name);
        // SQLite reads a whole table, or a whole index.
        plan.ShouldNotContain("SCAN records", Case.Sensitive, name);
        plan.ShouldNotContain("SCAN a", Case.Sensitive, name);
        plan.ShouldNotContain("SCAN delegations", Case.Sensitive, name);
        plan.ShouldNotContain("SCAN events", Case.Sensitive, name);
    }

    [Fact]
    public async Task List_of_one_org_among_many_returns_its_rows() =>
        (await store.Get<IRecordQueries>().ListAsync<WorkspaceRecord>("org7", false, default)).Count.ShouldBe(100);

    public async ValueTask InitializeAsync()
    {
        if (await _database.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM records"), default) > 0)
            return;
        const string numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)";
        const string fewer = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)";
        string[] fill =
        [
            $$"""
            INSERT INTO records (kind, key, org, id, terminal, version, write_id, created_at, updated_at, doc)
            {{numbers}} SELECT 'workspace', 'org' || (i % 1000) || '/w' || i, 'org' || (i % 1000), 'w' || i, 0, 1, 1, i, i, '{}' FROM n
            """,
            $$"""
            INSERT INTO activity_pages (org, id, workspace_id, activity_type, from_canvas, created_at, entries)
            {{fewer}} SELECT 'org' || (i % 1000), 'a' || i, 'w' || i, 'error', 0, i, '[]' FROM n
            """,
            $$"""
            INSERT INTO activity (org, id, workspace_id, activity_type, status, created_at)
            {{fewer}} SELECT 'org' || (i % 1000), 'a' || i, 'w' || i, 'error', 'ok', i FROM n
            """,
            $$"""
            INSERT INTO events (org, sequence, id, type, workspace_id, at, payload)
            {{fewer}} SELECT 'org' || (i % 1000), i, 'e' || i, 't', 'w' || i, i, '{}' FROM n
            """,
            $$"""
            INSERT INTO delegations (org, source_id, id, target_id, agent_run, task, idempotency_key, status, attempts, via_queue, created_at, result_at, due_at)
            {{fewer}} SELECT 'org' || (i % 1000), 'w' || i, 'd' || i, 't', 0, '', 'k' || i, 'pending', 0, 0, i, i, i FROM n
            """,
            $$"""
            INSERT INTO a2a_queue (org, id, workspace_id, caller_kind, priority, body, status, attempts, enqueued_at)
            {{fewer}} SELECT 'org' || (i % 1000), 'q' || i, 'w' || i, 'canvas', 50, '', 'queued', 0, i FROM n
            """,
        ];
        foreach (var sql in fill.Append(Finish))
            await _database.WriteAsync(WriteTraits.None, session => session.ExecuteAsync(Adapt(sql)));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected abstract Task<string> ExplainAsync(Database database, string sql);

    /// <summary>More than each of the statements has.</summary>
    protected static object Parameters { get; } = new
    {
        Kind = "workspace",
        Key = "org7/w7",
        org = "org7",
        kind = "workspace",
        parent = "p",
        now = 5L,
        before = 5L,
        limit = 10,
        workspaceId = "w7",
        type = "error",
        sequence = 5L,
        sourceId = "w7",
        id = "d7",
        key = "k7",
    };

    protected virtual string Adapt(string sql) => sql;

    protected virtual string Finish => "ANALYZE";
}

public sealed class SqliteQueryPlanTests(SqliteStore store) : QueryPlanContract(store), IClassFixture<SqliteStore>
{
    private protected override async Task<string> ExplainAsync(Database database, string sql) => string.Join(
        '\n', (await database.ReadAsync(session => session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {sql}", Parameters), default)).Select(step => step.Detail));

    // An empty text is no blob here.
    protected override string Adapt(string sql) => sql.Replace("50, ''", "50, x''", StringComparison.Ordinal);

    // Nobody gathers statistics of a SQLite file: the plan must be right without.
    protected override string Finish => "SELECT 1";

    sealed class Step
    {
        public string Detail { get; set; } = "";
    }
}

public sealed class PostgresQueryPlanTests(PostgresStore store) : QueryPlanContract(store), IClassFixture<PostgresStore>
{
    private protected override async Task<string> ExplainAsync(Database database, string sql) =>
        string.Join('\n', await database.ReadAsync(session => session.QueryAsync<string>($"EXPLAIN {sql}", Parameters), default));
}
