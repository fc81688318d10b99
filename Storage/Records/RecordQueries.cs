using System.Text.Json;
using Molecule.Grains.Records;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Records;

sealed class RecordQueries(Database database) : IRecordQueries
{
    const string Select = "SELECT id AS Id, version AS Version, doc AS Doc FROM records WHERE org = @org AND kind = @kind";

    const string Live = " AND terminal = 0";

    const string OldestFirst = " ORDER BY created_at, id";

    const string NewestFirst = " ORDER BY created_at DESC, id DESC LIMIT @limit";

    internal const string Newest = Select + Live + NewestFirst;

    internal const string NewestUnder = Select + " AND parent = @parent" + NewestFirst;

    internal const string Due =
        """
        SELECT id FROM records
        WHERE org = @org AND kind = @kind AND due_at IS NOT NULL AND due_at <= @now
        ORDER BY due_at, id
        LIMIT @limit
        """;

    static readonly string Orgs = $"WITH RECURSIVE {OrgWalk.Along("found", "records")} SELECT org FROM found WHERE org IS NOT NULL";

    internal static readonly string DueOrgs =
        $"""
        WITH RECURSIVE {OrgWalk.Along("found", "records", "due_at IS NOT NULL")}
        SELECT org FROM found
        WHERE org IS NOT NULL
          AND (SELECT min(due_at) FROM records WHERE records.org = found.org AND kind = @kind AND due_at IS NOT NULL) <= @now
        """;

    public Task<IReadOnlyList<Stored<T>>> ListAsync<T>(string org, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord =>
        QueryAsync<T>(List(includeTerminal), new { org, kind = T.Kind }, cancellationToken);

    public Task<IReadOnlyList<Stored<T>>> ListUnderAsync<T>(
        string org, string? parent, bool includeTerminal, CancellationToken cancellationToken)
        where T : class, IRecord =>
        QueryAsync<T>(ListUnder(parent, includeTerminal), new { org, kind = T.Kind, parent }, cancellationToken);

    public Task<IReadOnlyList<Stored<T>>> ListNewestAsync<T>(string org, int limit, CancellationToken cancellationToken)
        where T : class, IRecord =>
        QueryAsync<T>(Newest, new { org, kind = T.Kind, limit }, cancellationToken);

    public Task<IReadOnlyList<Stored<T>>> ListNewestUnderAsync<T>(string org, string parent, int limit, CancellationToken cancellationToken)
        where T : class, IRecord =>
        QueryAsync<T>(NewestUnder, new { org, kind = T.Kind, parent, limit }, cancellationToken);

    public async Task<IReadOnlyList<string>> ListDueAsync<T>(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken)
        where T : class, IRecord =>
        await database.ReadAsync(
            session => session.QueryAsync<string>(Due, new { org, kind = T.Kind, now = now.ToDb(), limit }), cancellationToken);

    public async Task<IReadOnlyList<string>> ListDueOrgsAsync<T>(DateTimeOffset now, CancellationToken cancellationToken)
        where T : class, IRecord =>
        await database.ReadAsync(session => session.QueryAsync<string>(DueOrgs, new { kind = T.Kind, now = now.ToDb() }), cancellationToken);

    public async Task<IReadOnlyList<string>> ListOrgsAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.QueryAsync<string>(Orgs), cancellationToken);

    internal static string List(bool includeTerminal) => Select + (includeTerminal ? "" : Live) + OldestFirst;

    internal static string ListUnder(string? parent, bool includeTerminal) =>
        Select + (parent is null ? " AND parent IS NULL" : " AND parent = @parent") + (includeTerminal ? "" : Live) + OldestFirst;

    async Task<IReadOnlyList<Stored<T>>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
        where T : class, IRecord =>
        await database.ReadAsync(session => session.SelectAsync<Row, Stored<T>>(sql, parameters, Convert<T>), cancellationToken);

    static Stored<T> Convert<T>(Row row)
        where T : class, IRecord => new(row.Id, row.Version, JsonSerializer.Deserialize(row.Doc, RecordJson.Of<T>())!);

    sealed class Row
    {
        public string Id { get; set; } = "";

        public long Version { get; set; }

        public string Doc { get; set; } = "";
    }
}
