namespace Molecule.Grains.Delegations;

/// <summary>What one attempt to send a delegation means for it.</summary>
abstract record DelegationVerdict
{
    /// <summary>The target answered.</summary>
    public sealed record Completed(string Text) : DelegationVerdict;

    /// <summary>The message waits in the target's queue.</summary>
    public sealed record Queued(string EntryId) : DelegationVerdict;

    /// <summary>It was not delivered and is worth another try.</summary>
    public sealed record Again(TimeSpan After) : DelegationVerdict;

    /// <summary>It is given up.</summary>
    public sealed record Failed(string Error) : DelegationVerdict;
}
