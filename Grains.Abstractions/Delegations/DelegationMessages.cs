namespace Molecule.Grains.Delegations;

/// <summary>A task to be delegated, or one that an agent delivers itself.</summary>
/// <param name="TargetId">Whom it is for.</param>
/// <param name="Task">Its text.</param>
/// <param name="Key">The delegator's idempotency key, or null.</param>
[GenerateSerializer, Immutable, Alias("molecule.new-delegation")]
public sealed record NewDelegation([property: Id(0)] string TargetId, [property: Id(1)] string Task, [property: Id(2)] string? Key = null);

/// <summary>What a delegator is told.</summary>
/// <param name="DelegationId">The delegation that does the task: this one, or the first one with the same key.</param>
/// <param name="Status">Where it is.</param>
/// <param name="IsReplay">Whether the key was known: the first result is told again.</param>
/// <param name="IsTracked">Whether it is in Storage. If not, it is sent all the same, once, and nobody can ask for it.</param>
[GenerateSerializer, Immutable, Alias("molecule.delegate-outcome")]
public sealed record DelegateOutcome(
    [property: Id(0)] string DelegationId, [property: Id(1)] DelegationStatus Status, [property: Id(2)] bool IsReplay, [property: Id(3)] bool IsTracked);

/// <summary>What a delegator's agent says of a delegation.</summary>
/// <param name="Status">Completed, failed, queued or in progress.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Response">The reply's text or its beginning.</param>
[GenerateSerializer, Immutable, Alias("molecule.delegation-update")]
public sealed record DelegationUpdate([property: Id(0)] DelegationStatus Status, [property: Id(1)] string? Error, [property: Id(2)] string? Response);

/// <summary>How a delegation's message left the target's queue for good.</summary>
/// <param name="Error">Why it failed; null: it was answered.</param>
/// <param name="Response">The reply's text.</param>
[GenerateSerializer, Immutable, Alias("molecule.delegation-drained")]
public sealed record DelegationDrained([property: Id(0)] string? Error, [property: Id(1)] string? Response);
