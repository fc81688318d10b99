using Molecule.Grains.Events;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Events;

sealed class EventLog(Database database) : IEventLog
{
    const string Select =
        "SELECT sequence AS Sequence, id AS Id, type AS Type, workspace_id AS WorkspaceId, at AS At, payload AS Payload FROM events WHERE org = @org";

    internal const string After = Select + " AND sequence > @sequence ORDER BY sequence LIMIT @limit";

    readonly string _append = Append(database.Dialect);

    public async Task<IReadOnlyList<OrgEvent>> AppendAsync(string org, IReadOnlyList<EventDraft> drafts)
    {
        if (drafts.Count == 0)
            return [];
        var rows = drafts.DistinctBy(draft => draft.Id)
            .Select((draft, n) => new { N = n, draft.Id, draft.Type, draft.WorkspaceId, At = draft.At.ToDb(), Payload = draft.PayloadJson });
        var parameters = new { org, drafts = RowJson.Of(rows) };
        var numbers = await database.WriteAsync(
            WriteTraits.Repeatable, session => session.QueryAsync<Numbered>(_append, parameters));
        var sequences = numbers.ToDictionary(row => row.Id, row => row.Sequence, StringComparer.Ordinal);
        return [.. drafts.Select(draft =>
            new OrgEvent(sequences[draft.Id], draft.Id, draft.Type, draft.WorkspaceId, draft.At.Truncate(), draft.PayloadJson))];
    }

    public Task<IReadOnlyList<OrgEvent>> ReadAfterAsync(string org, long sequence, int limit, CancellationToken cancellationToken) =>
        ReadAsync(After, new { org, sequence, limit }, cancellationToken);

    public Task<IReadOnlyList<OrgEvent>> ReadLatestAsync(string org, string? workspaceId, int limit, CancellationToken cancellationToken) =>
        ReadAsync(Latest(workspaceId), new { org, workspaceId, limit }, cancellationToken);

    public Task<long> GetLastSequenceAsync(string org, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.ScalarAsync<long>(
                "SELECT coalesce((SELECT last_sequence FROM event_heads WHERE org = @org), 0)", new { org }),
            cancellationToken);

    internal static string Latest(string? workspaceId) =>
        Select + (workspaceId is null ? "" : " AND workspace_id = @workspaceId") + " ORDER BY sequence DESC LIMIT @limit";

    async Task<IReadOnlyList<OrgEvent>> ReadAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(sql, parameters), cancellationToken);
        return [.. rows.Select(row => new OrgEvent(row.Sequence, row.Id, row.Type, row.WorkspaceId, DbTime.FromDb(row.At), row.Payload))];
    }

    /// <summary>
    /// One command, so one round trip and all or nothing. Its first statement takes the org's head, at which a second appender waits; only then is it
    /// looked at what is in the log already. The head moves in the same transaction as the rows appear: no number is ever left out.
    /// </summary>
    static string Append(Dialect dialect)
    {
        var drafts = dialect.Rows(
            "drafts", "d", ("n", "integer"), ("id", "text"), ("type", "text"), ("workspace_id", "text"), ("at", "bigint"), ("payload", "text"));
        return $"""
            INSERT INTO event_heads (org, last_sequence) VALUES (@org, 0)
            ON CONFLICT (org) DO UPDATE SET last_sequence = event_heads.last_sequence;

            INSERT INTO events (org, sequence, id, type, workspace_id, at, payload)
            SELECT h.org, h.last_sequence + row_number() OVER (ORDER BY d.n), d.id, d.type, d.workspace_id, d.at, d.payload
            FROM event_heads AS h, {drafts}
            WHERE h.org = @org AND NOT EXISTS (SELECT 1 FROM events AS e WHERE e.org = @org AND e.id = d.id);

            UPDATE event_heads SET last_sequence = coalesce((SELECT max(sequence) FROM events WHERE org = @org), 0) WHERE org = @org;

            SELECT d.id AS Id, (SELECT e.sequence FROM events AS e WHERE e.org = @org AND e.id = d.id) AS Sequence FROM {drafts}
            """;
    }

    sealed class Numbered
    {
        public string Id { get; set; } = "";

        public long Sequence { get; set; }
    }

    sealed class Row
    {
        public long Sequence { get; set; }

        public string Id { get; set; } = "";

        public string Type { get; set; } = "";

        public string WorkspaceId { get; set; } = "";

        public long At { get; set; }

        public string Payload { get; set; } = "";
    }
}
