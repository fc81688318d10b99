using Molecule.Storage.Sql;

namespace Molecule.Storage.Delegations;

/// <summary>The statements of delegations. What must hold of a delegation is said here, not looked up before.</summary>
sealed class DelegationSql(Dialect dialect)
{
    const string Columns =
        """
        org, source_id, id, target_id, agent_run, task, idempotency_key, status, attempts, error, response, queue_entry_id, via_queue, created_at,
        deadline_at, queued_at, result_at, due_at
        """;

    const string One = "org = @org AND source_id = @sourceId";

    public const string Find = $"{DelegationData.Select} WHERE {One} AND id = @id";

    public const string FindByKey = $"{DelegationData.Select} WHERE {One} AND idempotency_key = @key AND status <> 'failed'";

    public const string NewestAccepted = $"{DelegationData.Select} WHERE {One} ORDER BY created_at DESC LIMIT @limit";

    public const string NewestResults = $"{DelegationData.Select} WHERE {One} AND result_at IS NOT NULL ORDER BY result_at DESC LIMIT @limit";

    public const string Due =
        """
        SELECT source_id AS SourceId, id AS Id FROM delegations
        WHERE org = @org AND due_at IS NOT NULL AND due_at <= @now
        ORDER BY due_at
        LIMIT @limit
        """;

    public static readonly string DueOrgs =
        $"""
        WITH RECURSIVE {OrgWalk.Along("found", "delegations", "due_at IS NOT NULL")}
        SELECT org FROM found
        WHERE org IS NOT NULL
          AND (SELECT min(due_at) FROM delegations WHERE delegations.org = found.org AND due_at IS NOT NULL) <= @now
        """;

    public const string PurgeFinished =
        """
        DELETE FROM delegations
        WHERE (org, source_id, id) IN (
            SELECT org, source_id, id FROM delegations
            WHERE status IN ('completed', 'failed') AND result_at < @before
            ORDER BY result_at
            LIMIT @limit)
        """;

    // In the order of their keys, so that two batches wait for each other in one direction only.
    public string Accept { get; } =
        $"""
        INSERT INTO delegations ({Columns})
        SELECT {Columns} FROM {dialect.Rows("rows", "r", DelegationData.Columns)}
        WHERE true
        ORDER BY org, source_id, idempotency_key, id
        ON CONFLICT DO NOTHING
        RETURNING org AS Org, source_id AS SourceId, id AS Id
        """;

    // The one place that decides what may follow what: a status never takes the place of a terminal one, and a time at which somebody looks after it is
    // only put off by whoever has seen it.
    // What is new has names of its own: SQLite returns no columns that two tables have.
    public string Change { get; } =
        $"""
        UPDATE delegations
        SET status = coalesce(new_status, status), attempts = coalesce(new_attempts, attempts), error = coalesce(new_error, error),
            response = coalesce(new_response, response), queue_entry_id = coalesce(new_queue_entry_id, queue_entry_id),
            via_queue = CASE WHEN new_via_queue = 1 THEN 1 ELSE via_queue END, deadline_at = coalesce(new_deadline_at, deadline_at),
            queued_at = coalesce(queued_at, new_queued_at), result_at = coalesce(new_result_at, result_at),
            due_at = CASE WHEN due_at IS NOT DISTINCT FROM due_was THEN new_due_at ELSE due_at END
        FROM (
            SELECT org AS of_org, source_id AS of_source_id, id AS of_id, status AS new_status, attempts AS new_attempts, error AS new_error,
                response AS new_response, queue_entry_id AS new_queue_entry_id, via_queue AS new_via_queue, deadline_at AS new_deadline_at,
                queued_at AS new_queued_at, result_at AS new_result_at, due_at AS new_due_at, due_was
            FROM {dialect.Rows("rows", "r", DelegationData.Columns)}) AS changes
        WHERE org = of_org AND source_id = of_source_id AND id = of_id
            AND (status NOT IN ('completed', 'failed') OR (new_status IS NULL AND new_due_at IS NULL))
            AND (new_status IS NOT NULL OR due_at IS NOT DISTINCT FROM due_was)
        RETURNING org AS Org, source_id AS SourceId, id AS Id
        """;
}
