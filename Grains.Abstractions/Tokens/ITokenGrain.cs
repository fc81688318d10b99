namespace Molecule.Grains.Tokens;

/// <summary>
/// One credential of any kind. Key: SHA-256 of the plain text, 64 lower-case hex digits. Its one activation answers for its validity, so a
/// revocation is felt everywhere at once, and a check costs no database read while it is active.
/// </summary>
[Alias("molecule.token")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Whom the credential stands for, or null if it is unknown or revoked. Notes its use.</summary>
    [Alias("authenticate"), AlwaysInterleave]
    Task<Principal?> AuthenticateAsync();

    /// <summary>Whom the credential was ever issued to, revoked or not; null if unknown. Grants nothing.</summary>
    [Alias("identify"), AlwaysInterleave]
    Task<Principal?> IdentifyAsync();

    /// <summary>Makes the credential valid. Idempotent for the same principal.</summary>
    [Alias("issue")]
    Task IssueAsync(Principal principal);

    /// <summary>Ends the credential for ever. Idempotent.</summary>
    /// <returns>False if it was unknown or already revoked.</returns>
    [Alias("revoke")]
    Task<bool> RevokeAsync();
}
