using Molecule.Grains.Delegations;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Delegations;

/// <summary>A delegation as the database has it, and as it travels there.</summary>
sealed class DelegationData
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("org", "text"), ("source_id", "text"), ("id", "text"), ("target_id", "text"), ("agent_run", "smallint"), ("task", "text"),
        ("idempotency_key", "text"), ("status", "text"), ("attempts", "integer"), ("error", "text"), ("response", "text"),
        ("queue_entry_id", "text"), ("via_queue", "smallint"), ("created_at", "bigint"), ("deadline_at", "bigint"), ("queued_at", "bigint"),
        ("result_at", "bigint"), ("due_at", "bigint"), ("due_was", "bigint"),
    ];

    public const string Select =
        """
        SELECT source_id AS SourceId, id AS Id, target_id AS TargetId, agent_run AS AgentRun, task AS Task, idempotency_key AS IdempotencyKey,
            status AS Status, attempts AS Attempts, error AS Error, response AS Response, queue_entry_id AS QueueEntryId, via_queue AS ViaQueue,
            created_at AS CreatedAt, deadline_at AS DeadlineAt, queued_at AS QueuedAt, result_at AS ResultAt, due_at AS DueAt
        FROM delegations
        """;

    public string Org { get; set; } = "";

    public string SourceId { get; set; } = "";

    public string Id { get; set; } = "";

    public string? TargetId { get; set; }

    public short AgentRun { get; set; }

    public string? Task { get; set; }

    public string? IdempotencyKey { get; set; }

    public string? Status { get; set; }

    public int? Attempts { get; set; }

    public string? Error { get; set; }

    public string? Response { get; set; }

    public string? QueueEntryId { get; set; }

    public short ViaQueue { get; set; }

    public long CreatedAt { get; set; }

    public long? DeadlineAt { get; set; }

    public long? QueuedAt { get; set; }

    public long? ResultAt { get; set; }

    public long? DueAt { get; set; }

    public long? DueWas { get; set; }

    public int About => 512 + (2 * ((Task?.Length ?? 0) + (Response?.Length ?? 0) + (Error?.Length ?? 0)));

    public static DelegationData Of(string org, DelegationRecord record) => new()
    {
        Org = org,
        SourceId = record.SourceId,
        Id = record.Id,
        TargetId = record.TargetId,
        AgentRun = (short)(record.IsAgentRun ? 1 : 0),
        Task = record.Task,
        IdempotencyKey = MessageKey.Of(record.Key),
        Status = record.Status.ToWire(),
        Attempts = record.Attempts,
        Error = record.Error,
        Response = record.Response,
        QueueEntryId = record.QueueEntryId,
        ViaQueue = (short)(record.IsViaQueue ? 1 : 0),
        CreatedAt = record.CreatedAt.ToDb(),
        DeadlineAt = record.DeadlineAt?.ToDb(),
        QueuedAt = record.QueuedAt?.ToDb(),
        ResultAt = record.ResultAt?.ToDb(),
        DueAt = record.DueAt?.ToDb(),
    };

    public static DelegationData Of(string org, string sourceId, string id, DelegationChange change) => new()
    {
        Org = org,
        SourceId = sourceId,
        Id = id,
        Status = change.Status?.ToWire(),
        Attempts = change.Attempts,
        Error = change.Error,
        Response = change.Response,
        QueueEntryId = change.QueueEntryId,
        ViaQueue = (short)(change.IsViaQueue ? 1 : 0),
        DeadlineAt = change.DeadlineAt?.ToDb(),
        QueuedAt = change.QueuedAt?.ToDb(),
        ResultAt = change.ResultAt?.ToDb(),
        DueAt = change.DueAt?.ToDb(),
        DueWas = change.DueWas?.ToDb(),
    };

    public DelegationRecord ToRecord() => new()
    {
        SourceId = SourceId,
        Id = Id,
        TargetId = TargetId!,
        IsAgentRun = AgentRun == 1,
        Task = Task!,
        Key = IdempotencyKey,
        Status = StatusOf(Status),
        Attempts = Attempts ?? 0,
        Error = Error,
        Response = Response,
        QueueEntryId = QueueEntryId,
        IsViaQueue = ViaQueue == 1,
        CreatedAt = DbTime.FromDb(CreatedAt),
        DeadlineAt = Time(DeadlineAt),
        QueuedAt = Time(QueuedAt),
        ResultAt = Time(ResultAt),
        DueAt = Time(DueAt),
    };

    public static DelegationStatus StatusOf(string? name) =>
        DelegationStatusNames.TryParse(name) ?? throw new FormatException($"'{name}' is not a status of a delegation.");

    static DateTimeOffset? Time(long? at) => at is { } known ? DbTime.FromDb(known) : null;
}
