namespace Molecule.Grains.Tokens;

/// <summary>How far a token is on its way in or out. What is begun is on disk before it is done, and is finished by whoever comes next.</summary>
public enum TokenEntryState
{
    /// <summary>Valid.</summary>
    Live,

    /// <summary>Its grain is being told that it is valid.</summary>
    Issuing,

    /// <summary>Its grain is being told that it is not.</summary>
    Revoking,
}

/// <summary>A token of a workspace or an org: enough to count and to revoke it.</summary>
/// <param name="Id">The token's id.</param>
/// <param name="Hash">SHA-256 of the credential, lower-case hex: the key of its grain.</param>
/// <param name="State">How far it is.</param>
/// <param name="IsForTests">Whether a test suite asked for it: then it may have to make room for the next one.</param>
[GenerateSerializer, Immutable, Alias("molecule.token-entry")]
public sealed record TokenEntry(
    [property: Id(0)] string Id, [property: Id(1)] string Hash, [property: Id(2)] TokenEntryState State = TokenEntryState.Live,
    [property: Id(3)] bool IsForTests = false)
{
    /// <summary>Whether it counts as a credential that somebody holds.</summary>
    public bool Counts => State != TokenEntryState.Revoking;
}
