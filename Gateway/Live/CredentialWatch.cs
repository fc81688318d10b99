using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Live;

/// <summary>
/// Looks after the credential of a connection that stays: nothing is sent on a right that is gone. Asked before each frame; asks the token's grain once a
/// second at most.
/// </summary>
/// <param name="credentials">Answers for the credential.</param>
/// <param name="bearer">The credential that let the connection in; null: it needed none.</param>
/// <param name="time">The clock.</param>
sealed class CredentialWatch(Authenticator credentials, string? bearer, TimeProvider time)
{
    static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    long _askedAt = time.GetTimestamp();

    /// <summary>Whether the credential was found to be revoked.</summary>
    public bool IsRevoked { get; private set; }

    /// <summary>Whether the connection may go on.</summary>
    public ValueTask<bool> HoldsAsync() =>
        bearer is null || time.GetElapsedTime(_askedAt) < Trust ? new(!IsRevoked) : AskAsync(bearer);

    async ValueTask<bool> AskAsync(string bearer)
    {
        _askedAt = time.GetTimestamp();
        // Whoever asks is on the thread of a feed that others wait for.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IsRevoked = await credentials.FindAsync(bearer) is null;
        return !IsRevoked;
    }
}
