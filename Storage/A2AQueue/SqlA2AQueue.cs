using Molecule.Storage.Sql;

namespace Molecule.Storage.A2AQueue;

sealed class SqlA2AQueue(Database database, TimeProvider time) : IA2AQueue
{
    const int EnqueueAttempts = 5;

    readonly QueueSql _sql = new(database.Dialect);

    public async Task<QueueReceipt> EnqueueAsync(string org, QueueDraft draft)
    {
        // Made here, so that a repeat after a lost connection finds the entry of the first attempt.
        var id = Guid.NewGuid().ToString();
        var parameters = new
        {
            org,
            id,
            workspaceId = draft.WorkspaceId,
            callerKind = CallerColumns.Kind(draft.Caller),
            callerId = DbText.Clean(draft.Caller.WorkspaceId),
            callerLabel = DbText.Clean(draft.Caller.Label),
            priority = draft.Priority,
            body = draft.Body.ToArray(),
            method = DbText.Clean(draft.Method),
            key = MessageKey.Of(draft.Key),
            now = draft.Now.ToDb(),
            expiresAt = draft.ExpiresAt?.ToDb(),
            delegationId = DbText.Clean(draft.DelegationId),
        };
        for (var attempt = 1; attempt <= EnqueueAttempts; attempt++)
        {
            var receipt = await database.WriteAsync(
                WriteTraits.Repeatable, session => session.QueryFirstOrDefaultAsync<ReceiptData>(_sql.Enqueue, parameters));
            if (receipt?.Id is { } found)
                return new(found, (int)receipt.Depth, Existed: found != id);
            // The entry that was in the way came to its end before it could be read: there is room now.
        }

        throw new StorageUnavailableException();
    }

    public async Task<QueueEntry?> ClaimNextAsync(string org, string workspaceId, DateTimeOffset now)
    {
        var parameters = new { org, workspaceId, now = now.ToDb() };
        var entry = await database.WriteAsync(
            WriteTraits.None, session => session.QueryFirstOrDefaultAsync<EntryData>(_sql.Claim, parameters));
        return entry?.ToEntry();
    }

    public Task CompleteAsync(string org, string entryId, DateTimeOffset now) =>
        ExecuteAsync(_sql.Complete, new { org, id = entryId, now = now.ToDb() });

    public Task ReturnAsync(string org, string entryId, bool countAttempt, string? error) =>
        ExecuteAsync(_sql.Return, new { org, id = entryId, takenBack = countAttempt ? 0 : 1, error = DbText.Clean(error) });

    public Task FailAsync(string org, string entryId, string error, DateTimeOffset now) =>
        ExecuteAsync(_sql.Fail, new { org, id = entryId, error = DbText.Clean(error), now = now.ToDb() });

    public async Task<bool> HasOpenAsync(string org, string workspaceId) =>
        await database.ReadAsync(session => session.ScalarAsync<int>(_sql.HasOpen, new { org, workspaceId }), CancellationToken.None) != 0;

    public Task<int> CountWaitingAsync(string org, string workspaceId) =>
        database.ReadAsync(session => session.ScalarAsync<int>(_sql.CountWaiting, new { org, workspaceId }), CancellationToken.None);

    public async Task<QueueState?> FindAsync(string org, string entryId)
    {
        var row = await database.ReadAsync(
            session => session.QueryFirstOrDefaultAsync<StateData>(_sql.Find, new { org, id = entryId }), CancellationToken.None);
        return row is null ? null : new(row.Status is "queued" or "dispatched", row.LastError);
    }

    public async Task<IReadOnlyList<string>> ListPendingWorkspacesAsync(string org) =>
        await database.ReadAsync(session => session.QueryAsync<string>(_sql.ListPendingWorkspaces, new { org }), CancellationToken.None);

    public async Task<IReadOnlyList<string>> ListPendingOrgsAsync() =>
        await database.ReadAsync(session => session.QueryAsync<string>(_sql.ListPendingOrgs), CancellationToken.None);

    public Task<int> ReleaseOrphansAsync(string org, string workspaceId) => ExecuteAsync(_sql.ReleaseOrphans, new { org, workspaceId });

    public Task<int> DropExpiredAsync(string org, DateTimeOffset now) =>
        DropAsync(_sql.DropExpired, org, now.ToDb(), new { org, now = now.ToDb(), reason = "expired" });

    public Task<int> DropStaleAsync(string org, string? workspaceId, DateTimeOffset before)
    {
        var now = Now;
        return DropAsync(
            workspaceId is null ? _sql.DropStale : _sql.DropStaleOfOne,
            org,
            now,
            new { org, workspaceId, before = before.ToDb(), now, reason = "dropped as stale" });
    }

    public Task<int> DropAllAsync(string org, string workspaceId, string reason)
    {
        var now = Now;
        return DropAsync(_sql.DropAll, org, now, new { org, workspaceId, now, reason = DbText.Clean(reason) });
    }

    public Task<int> PurgeFinishedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ExecuteAsync(_sql.PurgeFinished, new { before = before.ToDb(), limit });
    }

    long Now => time.GetUtcNow().ToDb();

    Task<int> ExecuteAsync(string sql, object parameters) =>
        database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(sql, parameters));

    // A repeat after a lost connection finds nothing to drop, and what the first try dropped it also noted.
    Task<int> DropAsync(string sql, string org, long now, object parameters) => database.WriteAsync(WriteTraits.Repeatable, async session =>
    {
        var dropped = await session.QueryAsync<DroppedData>(sql, parameters);
        foreach (var entry in dropped)
        {
            if (entry is { SourceId: { } sourceId, DelegationId: { } delegationId })
                await session.ExecuteAsync(QueueSql.NoteDropped, new { org, now, entryId = entry.EntryId, sourceId, delegationId });
        }

        return dropped.Count;
    });

    sealed class DroppedData
    {
        public string EntryId { get; set; } = "";

        public string? SourceId { get; set; }

        public string? DelegationId { get; set; }
    }

    sealed class StateData
    {
        public string Status { get; set; } = "";

        public string? LastError { get; set; }
    }

    sealed class ReceiptData
    {
        public string? Id { get; set; }

        public long Depth { get; set; }
    }
}
