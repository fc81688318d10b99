using Molecule.Storage.Sql;

namespace Molecule.Storage.LastSeen;

sealed class LastSeenTimes(Database database) : ILastSeen
{
    // An older time changes nothing, not even the row: no rewrite, no log.
    readonly string _write =
        $"""
        INSERT INTO last_seen (org, kind, id, at)
        SELECT @org, s.kind, s.id, s.at
        FROM {database.Dialect.Rows("seen", "s", ("kind", "text"), ("id", "text"), ("at", "bigint"))}
        WHERE true
        ORDER BY s.kind, s.id
        ON CONFLICT (org, kind, id) DO UPDATE SET at = excluded.at WHERE excluded.at > last_seen.at
        """;

    public Task WriteAsync(string org, IReadOnlyList<LastSeenAt> seen)
    {
        if (seen.Count == 0)
            return Task.CompletedTask;
        // One row of each in a statement; always in the same order, so that two batches cannot wait for each other.
        var latest = seen.GroupBy(item => (item.Kind, item.Id))
            .OrderBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Id, StringComparer.Ordinal)
            .Select(group => new { group.Key.Kind, group.Key.Id, At = group.Max(item => item.At).ToDb() });
        var parameters = new { org, seen = RowJson.Of(latest) };
        return database.WriteAsync(WriteTraits.Repeatable | WriteTraits.Liveness, session => session.ExecuteAsync(_write, parameters));
    }

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(string org, string kind, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<Row>("SELECT id AS Id, at AS At FROM last_seen WHERE org = @org AND kind = @kind", new { org, kind }),
            cancellationToken);
        return rows.ToDictionary(row => row.Id, row => DbTime.FromDb(row.At), StringComparer.Ordinal);
    }

    sealed class Row
    {
        public string Id { get; set; } = "";

        public long At { get; set; }
    }
}
