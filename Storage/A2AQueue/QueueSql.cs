using Molecule.Storage.Sql;

namespace Molecule.Storage.A2AQueue;

/// <summary>
/// The queue's statements. Each change of status names the status it starts from, so that one that comes too late changes nothing. What the contract
/// allows once per key is a partial unique index.
/// </summary>
sealed class QueueSql(Dialect dialect)
{
    const string Entry = "org = @org AND id = @id";

    const string Target = "org = @org AND workspace_id = @workspaceId";

    /// <summary>Appends to the last error, also when there is none.</summary>
    const string Dropped =
        """
        UPDATE a2a_queue
        SET status = 'dropped', finished_at = @now,
            last_error = CASE WHEN last_error IS NULL OR last_error = '' THEN @reason ELSE last_error || '; ' || @reason END
        WHERE org = @org AND status = 'queued'
        """;

    /// <summary>Of those that changed: which delegations they carry.</summary>
    const string Carried = "RETURNING id AS EntryId, caller_id AS SourceId, delegation_id AS DelegationId";

    // The second statement sees what the first one did, or the entry that was in its way.
    public string Enqueue { get; } =
        $"""
        INSERT INTO a2a_queue
            (org, id, workspace_id, caller_kind, caller_id, caller_label, priority, body, method, key, delegation_id, status, attempts, enqueued_at,
            expires_at)
        VALUES
            (@org, @id, @workspaceId, @callerKind, @callerId, @callerLabel, @priority, @body, @method, @key, @delegationId, 'queued', 0, @now,
            @expiresAt)
        ON CONFLICT DO NOTHING;

        SELECT
            coalesce(
                (SELECT id FROM a2a_queue WHERE {Entry}),
                (SELECT id FROM a2a_queue WHERE {Target} AND key = @key AND status IN ('queued', 'dispatched'))) AS Id,
            (SELECT count(*) FROM a2a_queue WHERE {Target} AND status = 'queued') AS Depth
        """;

    public string Claim { get; } =
        $"""
        UPDATE a2a_queue
        SET status = 'dispatched', attempts = attempts + 1, dispatched_at = @now
        WHERE status = 'queued' AND position = (
            SELECT position FROM a2a_queue
            WHERE {Target} AND status = 'queued' AND (expires_at IS NULL OR expires_at > @now)
            ORDER BY priority DESC, enqueued_at, position
            LIMIT 1
            {dialect.SkipLocked})
        RETURNING id AS Id, workspace_id AS WorkspaceId, caller_kind AS CallerKind, caller_id AS CallerId, caller_label AS CallerLabel, body AS Body,
            method AS Method, key AS Key, attempts AS Attempts, enqueued_at AS EnqueuedAt
        """;

    public string Complete { get; } =
        $"UPDATE a2a_queue SET status = 'completed', finished_at = @now WHERE {Entry} AND status = 'dispatched'";

    public string Return { get; } =
        $"""
        UPDATE a2a_queue
        SET status = 'queued', dispatched_at = NULL, attempts = attempts - @takenBack, last_error = coalesce(@error, last_error)
        WHERE {Entry} AND status = 'dispatched'
        """;

    public string Fail { get; } =
        $"UPDATE a2a_queue SET status = 'failed', finished_at = @now, last_error = @error WHERE {Entry} AND status IN ('dispatched', 'queued')";

    public string Find { get; } = $"SELECT status AS Status, last_error AS LastError FROM a2a_queue WHERE {Entry}";

    // Two halves, each with an index of its own.
    public string HasOpen { get; } =
        $"""
        SELECT CASE WHEN EXISTS (SELECT 1 FROM a2a_queue WHERE {Target} AND status = 'queued')
            OR EXISTS (SELECT 1 FROM a2a_queue WHERE {Target} AND status = 'dispatched') THEN 1 ELSE 0 END
        """;

    public string CountWaiting { get; } = $"SELECT count(*) FROM a2a_queue WHERE {Target} AND status = 'queued'";

    // Two halves, each with an index of its own.
    public string ListPendingWorkspaces { get; } =
        """
        SELECT workspace_id FROM a2a_queue WHERE org = @org AND status = 'queued'
        UNION
        SELECT workspace_id FROM a2a_queue WHERE org = @org AND status = 'dispatched'
        ORDER BY 1
        """;

    public string ListPendingOrgs { get; } =
        $"""
        WITH RECURSIVE {OrgWalk.Along("waiting", "a2a_queue", "status = 'queued'")},
        {OrgWalk.Along("dispatched", "a2a_queue", "status = 'dispatched'")}
        SELECT org FROM waiting WHERE org IS NOT NULL
        UNION
        SELECT org FROM dispatched WHERE org IS NOT NULL
        """;

    public string ReleaseOrphans { get; } =
        $"UPDATE a2a_queue SET status = 'queued', dispatched_at = NULL WHERE {Target} AND status = 'dispatched'";

    public string DropExpired { get; } = $"{Dropped} AND expires_at IS NOT NULL AND expires_at <= @now {Carried}";

    public string DropStale { get; } = $"{Dropped} AND enqueued_at < @before {Carried}";

    public string DropStaleOfOne { get; } = $"{Dropped} AND enqueued_at < @before AND workspace_id = @workspaceId {Carried}";

    public string DropAll { get; } = $"{Dropped} AND workspace_id = @workspaceId {Carried}";

    /// <summary>
    /// The delegation of a dropped entry is due, and knows which entry it was. Its due is never what anybody has read before, also when it is due already:
    /// whoever is about to put it off learns of this.
    /// </summary>
    public const string NoteDropped =
        """
        UPDATE delegations
        SET due_at = CASE WHEN due_at <= @now THEN due_at - 1 ELSE @now END, queue_entry_id = coalesce(queue_entry_id, @entryId)
        WHERE org = @org AND source_id = @sourceId AND id = @delegationId AND status NOT IN ('completed', 'failed')
        """;

    public string PurgeFinished { get; } =
        """
        DELETE FROM a2a_queue
        WHERE position IN (SELECT position FROM a2a_queue WHERE finished_at IS NOT NULL AND finished_at < @before ORDER BY finished_at LIMIT @limit)
        """;
}
