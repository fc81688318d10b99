using Molecule.Grains.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

sealed class ActivityLog(Database database) : IActivityLog
{
    const int MaxLimit = 500;

    const string Columns =
        """
        id, workspace_id, activity_type, source_id, target_id, caller_label, method, summary, request_body, response_body, tool_trace, duration_ms,
        status, error_detail, created_at
        """;

    const string Select =
        """
        SELECT id AS Id, workspace_id AS WorkspaceId, activity_type AS ActivityType, source_id AS SourceId, target_id AS TargetId,
            caller_label AS CallerLabel, method AS Method, summary AS Summary, request_body AS RequestBody, response_body AS ResponseBody,
            tool_trace AS ToolTrace, duration_ms AS DurationMs, status AS Status, error_detail AS ErrorDetail, created_at AS CreatedAt
        FROM activity
        WHERE org = @org AND workspace_id = @workspaceId
        """;

    // Rows come in the order of their age, so that the oldest are found without an index, which every row would pay for. What was written to everybody's
    // memory is an audit trail: it is not part of what ages.
    const string Purge =
        """
        DELETE FROM activity
        WHERE created_at < @before AND position IN (
            SELECT position FROM activity WHERE position > @after AND activity_type <> 'memory_write_global' ORDER BY position LIMIT @limit)
        RETURNING position
        """;

    const string AppendOne =
        $"""
        INSERT INTO activity (org, {Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        ON CONFLICT (org, id) DO NOTHING
        """;

    // The audit trail before it is passed once in each round of bites, not in each bite.
    long _purged;

    readonly string _append =
        $"""
        INSERT INTO activity (org, {Columns})
        SELECT @org, {Columns}
        FROM {database.Dialect.Rows("rows", "r", ActivityData.Columns)}
        WHERE true
        ORDER BY n
        ON CONFLICT (org, id) DO NOTHING
        """;

    public Task AppendAsync(string org, IReadOnlyList<ActivityRow> rows)
    {
        if (rows.Count == 0)
            return Task.CompletedTask;
        if (!database.Dialect.HasServer)
            return database.WriteAsync(WriteTraits.Repeatable, session => AppendEach(session, org, rows));
        var parameters = new { org, rows = RowJson.Of(rows.Select(ActivityData.Of)) };
        return database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(_append, parameters));
    }

    static Task<int> AppendEach(Session session, string org, IReadOnlyList<ActivityRow> rows)
    {
        var statement = session.Rows(AppendOne);
        foreach (var row in rows)
            ActivityData.Append(statement, org, row);
        return Task.FromResult(rows.Count);
    }

    public async Task<IReadOnlyList<ActivityRow>> ListAsync(
        string org, string workspaceId, ActivityFilter filter, CancellationToken cancellationToken)
    {
        var parameters = new { org, workspaceId, type = DbText.Clean(filter.Type), limit = Math.Clamp(filter.Limit, 1, MaxLimit) };
        return await database.ReadAsync(
            async session =>
            {
                var size = 0L;
                var rows = await session.SelectAsync<ActivityData, ActivityRow>(
                    List(filter), parameters, static row => row.ToRow(), row => (size += ActivityData.SizeOf(row)) >= IActivityLog.MaxListSize);
                if (HasDelegations(filter))
                    await AddDelegationsAsync(session, rows, org, workspaceId, parameters.limit);
                return rows;
            },
            cancellationToken);
    }

    static bool HasDelegations(ActivityFilter filter) => filter is { Type: null or DelegationRows.ActivityType, FromCanvas: not true };

    // A delegation's rows are not stored here, but made of it: they say what it says.
    static async Task AddDelegationsAsync(Session session, List<ActivityRow> rows, string org, string workspaceId, int limit)
    {
        var delegations = await SqlDelegationStore.ListNewestAsync(session, org, workspaceId, limit, IActivityLog.MaxListSize);
        if (delegations.Count == 0)
            return;
        ActivityRow[] newest =
            [.. rows.Concat(DelegationRows.NewestOf(delegations, limit).Select(row => row.ToActivity())).OrderByDescending(row => row.CreatedAt).Take(limit)];
        rows.Clear();
        rows.AddRange(newest);
    }

    internal static string List(ActivityFilter filter) => Select
        + (filter.Type is null ? "" : " AND activity_type = @type")
        + filter.FromCanvas switch { true => " AND source_id IS NULL", false => " AND source_id IS NOT NULL", null => "" }
        + " ORDER BY created_at DESC, position DESC LIMIT @limit";

    public async Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parameters = new { before = before.ToDb(), limit, after = _purged };
        var deleted = await database.WriteAsync(WriteTraits.Repeatable, session => session.QueryAsync<long>(Purge, parameters));
        _purged = deleted.Count == limit ? deleted.Max() : 0;
        return deleted.Count;
    }
}
