using Molecule.Grains.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

sealed class ActivityLog(Database database) : IActivityLog
{
    const int MaxLimit = 500;

    const string Columns = "id, workspace_id, activity_type, from_canvas, created_at, entries";

    const string Select =
        """
        SELECT position AS Position, activity_type AS ActivityType, created_at AS CreatedAt, entries AS Entries
        FROM activity_pages
        WHERE org = @org AND workspace_id = @workspaceId
        """;

    const string AppendOne =
        $"""
        INSERT INTO activity_pages (org, {Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (org, id) DO NOTHING
        """;

    readonly ActivityAgeing[] _ageing = [new(database, "activity"), new(database, "activity_pages")];

    readonly ActivityScribe _scribe = new();

    readonly string _append =
        $"""
        INSERT INTO activity_pages (org, {Columns})
        SELECT @org, {Columns}
        FROM {database.Dialect.Rows("pages", "p", ActivityPageData.Columns)}
        WHERE true
        ORDER BY n
        ON CONFLICT (org, id) DO NOTHING
        """;

    public Task AppendAsync(string org, IReadOnlyList<ActivityRow> rows)
    {
        if (rows.Count == 0)
            return Task.CompletedTask;
        var pages = ActivityPage.Of(rows);
        if (!database.Dialect.HasServer)
            return database.WriteAsync(WriteTraits.Repeatable, session => AppendEach(session, org, pages));
        var scribe = new ActivityScribe();
        var parameters = new { org, pages = RowJson.Of(pages.Select((page, n) => ActivityPageData.Of(page, n, scribe))) };
        return database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(_append, parameters));
    }

    // On the one thread that writes.
    Task<int> AppendEach(Session session, string org, IReadOnlyList<ActivityPage> pages)
    {
        var statement = session.Rows(AppendOne);
        foreach (var page in pages)
            ActivityPageData.Append(statement, org, page, _scribe);
        return Task.FromResult(pages.Count);
    }

    public async Task<IReadOnlyList<ActivityRow>> ListAsync(
        string org, string workspaceId, ActivityFilter filter, CancellationToken cancellationToken)
    {
        var parameters = new { org, workspaceId, type = DbText.Clean(filter.Type), limit = Math.Clamp(filter.Limit, 1, MaxLimit) };
        return await database.ReadAsync(
            async session =>
            {
                var list = new NewestActivity(parameters.limit, IActivityLog.MaxListSize);
                await session.SelectAsync<ActivityPageData, bool>(List(filter), parameters, page => list.Add(page, workspaceId), static isEnough => isEnough);
                await session.SelectAsync<ActivityBefore, bool>(ActivityBefore.List(filter), parameters, row => list.Add(row.ToRow()), static isEnough => isEnough);
                var rows = list.Take();
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

    // Each page holds a row, and is as old as its newest: the newest rows are on as many pages at most.
    internal static string List(ActivityFilter filter) => Select
        + (filter.Type is null ? "" : " AND activity_type = @type")
        + filter.FromCanvas switch { true => " AND from_canvas = 1", false => " AND from_canvas = 0", null => "" }
        + " ORDER BY created_at DESC, position DESC LIMIT @limit";

    public async Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deleted = 0;
        foreach (var table in _ageing)
            deleted += deleted < limit ? await table.PurgeAsync(before, limit - deleted) : 0;
        return deleted;
    }
}
