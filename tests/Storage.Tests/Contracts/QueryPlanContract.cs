using Molecule.Grains.Workspaces;
using Molecule.Storage.Records;
using Molecule.Storage.Sql;
using Molecule.Storage.Tests.Support;

namespace Molecule.Storage.Tests.Contracts;

/// <summary>In a table with 100 000 rows of many orgs, what is asked all the time is found through an index.</summary>
public abstract class QueryPlanContract(StoreFixture store) : IAsyncLifetime
{
    readonly Database _database = store.Get<Database>();

    [Theory]
    [InlineData("SELECT * FROM records WHERE org = 'org7' AND kind = 'workspace' AND terminal = 0 ORDER BY created_at, id")]
    [InlineData("SELECT * FROM records WHERE org = 'org7' AND kind = 'workspace' ORDER BY created_at, id")]
    [InlineData("SELECT * FROM records WHERE org = 'org7' AND kind = 'workspace' AND parent = 'p' AND terminal = 0 ORDER BY created_at, id")]
    [InlineData("SELECT id FROM records WHERE org = 'org7' AND kind = 'workspace' AND due_at IS NOT NULL AND due_at <= 5 ORDER BY due_at, id LIMIT 10")]
    [InlineData("SELECT * FROM records WHERE kind = 'workspace' AND key = 'org7/w'")]
    [InlineData("SELECT * FROM activity WHERE org = 'org7' AND workspace_id = 'w' ORDER BY created_at DESC, position DESC LIMIT 100")]
    [InlineData("SELECT * FROM events WHERE org = 'org7' AND sequence > 5 ORDER BY sequence LIMIT 100")]
    [InlineData("SELECT * FROM events WHERE org = 'org7' AND workspace_id = 'w' ORDER BY sequence DESC LIMIT 100")]
    [InlineData("SELECT position FROM a2a_queue WHERE org = 'org7' AND workspace_id = 'w' AND status = 'queued' ORDER BY priority DESC, enqueued_at, position LIMIT 1")]
    [InlineData("SELECT count(*) FROM a2a_queue WHERE org = 'org7' AND workspace_id = 'w' AND status = 'queued'")]
    public async Task Query_uses_an_index(string sql)
    {
        var plan = await ExplainAsync(_database, sql);

        plan.ShouldContain("index", Case.Insensitive);
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldNotContain("SCAN records");
    }

    [Fact]
    public async Task List_of_one_org_among_many_returns_its_rows() =>
        (await store.Get<IRecordQueries>().ListAsync<WorkspaceRecord>("org7", false, default)).Count.ShouldBe(100);

    public async ValueTask InitializeAsync()
    {
        if (await _database.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM records"), default) > 0)
            return;
        const string numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)";
        string[] fill =
        [
            $$"""
            INSERT INTO records (kind, key, org, id, terminal, version, write_id, created_at, updated_at, doc)
            {{numbers}} SELECT 'workspace', 'org' || (i % 1000) || '/w' || i, 'org' || (i % 1000), 'w' || i, 0, 1, 1, i, i, '{}' FROM n
            """,
            $$"""
            INSERT INTO activity (org, id, workspace_id, activity_type, status, created_at)
            {{numbers}} SELECT 'org' || (i % 1000), 'a' || i, 'w' || i, 'error', 'ok', i FROM n
            """,
            $$"""
            INSERT INTO events (org, sequence, id, type, workspace_id, at, payload)
            {{numbers}} SELECT 'org' || (i % 1000), i, 'e' || i, 't', 'w' || i, i, '{}' FROM n
            """,
            $$"""
            INSERT INTO a2a_queue (org, id, workspace_id, caller_kind, priority, body, status, attempts, enqueued_at)
            {{numbers}} SELECT 'org' || (i % 1000), 'q' || i, 'w' || i, 'canvas', 50, '', 'queued', 0, i FROM n
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

    protected virtual string Adapt(string sql) => sql;

    protected virtual string Finish => "ANALYZE";
}

public sealed class SqliteQueryPlanTests(SqliteStore store) : QueryPlanContract(store), IClassFixture<SqliteStore>
{
    private protected override async Task<string> ExplainAsync(Database database, string sql) => string.Join(
        '\n', (await database.ReadAsync(session => session.QueryAsync<Step>($"EXPLAIN QUERY PLAN {sql}"), default)).Select(step => step.Detail));

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
        string.Join('\n', await database.ReadAsync(session => session.QueryAsync<string>($"EXPLAIN {sql}"), default));
}
