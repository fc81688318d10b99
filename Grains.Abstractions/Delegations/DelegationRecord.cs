namespace Molecule.Grains.Delegations;

/// <summary>
/// A delegation as it is stored: the only truth of it. What lists, the activity log and events say of a delegation is made of this.
/// </summary>
public sealed record DelegationRecord
{
    /// <summary>The delegating workspace.</summary>
    public required string SourceId { get; init; }

    /// <summary>Its id, unique for the delegator: a UUID when the platform made it, up to 256 characters when an agent did.</summary>
    public required string Id { get; init; }

    /// <summary>Whom the task is for.</summary>
    public required string TargetId { get; init; }

    /// <summary>Whether the agent delivers it itself and only mirrors it here.</summary>
    public bool IsAgentRun { get; init; }

    /// <summary>The task's text.</summary>
    public required string Task { get; init; }

    /// <summary>The delegator's idempotency key, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Where it is.</summary>
    public DelegationStatus Status { get; init; }

    /// <summary>How often it was sent, or was about to be.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The reply's text, or null.</summary>
    public string? Response { get; init; }

    /// <summary>The entry of the target's queue that it waits in (or waited), or null.</summary>
    public string? QueueEntryId { get; init; }

    /// <summary>Whether the result came out of the target's queue.</summary>
    public bool IsViaQueue { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is given up at the latest; null: it was not sent yet.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>When it was first said to be queued, or null.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When what came of it last changed (queued, completed, failed), or null.</summary>
    public DateTimeOffset? ResultAt { get; init; }

    /// <summary>When somebody must look after it at the latest; null: nothing is owed any more.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The record after a change that Storage took.</summary>
    public DelegationRecord With(DelegationChange change) => this with
    {
        Status = change.Status ?? Status,
        Attempts = change.Attempts ?? Attempts,
        Error = change.Error ?? Error,
        Response = change.Response ?? Response,
        QueueEntryId = change.QueueEntryId ?? QueueEntryId,
        IsViaQueue = change.IsViaQueue || IsViaQueue,
        DeadlineAt = change.DeadlineAt ?? DeadlineAt,
        QueuedAt = QueuedAt ?? change.QueuedAt,
        ResultAt = change.ResultAt ?? ResultAt,
        DueAt = DueAt == change.DueWas ? change.DueAt : DueAt,
    };
}

/// <summary>
/// What changes of a delegation. What is null stays as it is, except <see cref="DueAt"/>, which is set whenever the stored one still is <see cref="DueWas"/>.
/// </summary>
public sealed record DelegationChange
{
    /// <summary>
    /// The new status. Never taken when the stored one is terminal; null: only <see cref="DueAt"/> changes, and nothing of a terminal one is put off.
    /// </summary>
    public DelegationStatus? Status { get; init; }

    /// <summary>How often it was sent.</summary>
    public int? Attempts { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The reply's text.</summary>
    public string? Response { get; init; }

    /// <summary>Where it waits.</summary>
    public string? QueueEntryId { get; init; }

    /// <summary>Whether the result came out of the target's queue.</summary>
    public bool IsViaQueue { get; init; }

    /// <summary>When it is given up at the latest.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>When it was said to be queued; the first time counts.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When what came of it changed.</summary>
    public DateTimeOffset? ResultAt { get; init; }

    /// <summary>When somebody must look after it at the latest; null: nothing is owed.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>
    /// What the writer knows the stored <see cref="DueAt"/> to be. Another one was set by somebody who wants it looked after: it stays, and a change of
    /// nothing else is not taken.
    /// </summary>
    public DateTimeOffset? DueWas { get; init; }
}
