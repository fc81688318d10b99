namespace Molecule.Grains.Delegations;

/// <summary>
/// One delegation, from its acceptance to its terminal state: attempts, queue hand-over, result. Key: <see cref="DelegationKeys.Of"/>
/// (org, delegator, id).
/// </summary>
[Alias("molecule.delegation")]
public interface IDelegationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Accepts a task: it is in Storage before this answers, and sent afterwards. A key that the delegator used before, for a delegation that has not
    /// failed, is answered with that one.
    /// </summary>
    [Alias("delegate")]
    Task<DelegateOutcome> DelegateAsync(NewDelegation command);

    /// <summary>Notes a delegation that the agent delivers itself. A known id changes nothing.</summary>
    [Alias("record")]
    Task RecordAsync(NewDelegation command);

    /// <summary>Notes what the delegator's agent says of it. A terminal state stays as it is.</summary>
    /// <returns>Where it is now; null if it is unknown.</returns>
    [Alias("update")]
    Task<DelegationStatus?> UpdateAsync(DelegationUpdate update);

    /// <summary>Its message left the target's queue for good. Returns when that is in Storage. Idempotent; an unknown delegation is ignored.</summary>
    [Alias("drained"), AlwaysInterleave]
    Task TakeDrainedAsync(DelegationDrained drained);

    /// <summary>Goes on with whatever is owed: a send, a look at the queue, a deadline, an event. Called by the org's sweep.</summary>
    [Alias("resume")]
    Task ResumeAsync();
}
