using System.Collections.Concurrent;
using Molecule.Gateway.Hosting;
using Molecule.Grains.Tokens;

namespace Molecule.Gateway.Access.Credentials;

/// <summary>
/// Finds out whom a bearer stands for. One hash, one look-up and one call to the token's grain; no database while that is active.
/// </summary>
sealed class Authenticator
{
    /// <summary>
    /// Only credentials that authenticated are remembered, so that guesses cannot fill the memory. Beyond this many, it starts afresh.
    /// </summary>
    const int Capacity = 200_000;

    readonly ConcurrentDictionary<Digest, KnownCredential> _known = new();
    readonly IGrainFactory _grains;
    readonly Digest? _adminToken, _previousAdminToken;
    readonly Caller _admin;

    public Authenticator(IGrainFactory grains, GatewayOptions options)
    {
        _grains = grains;
        _adminToken = options.HasAdminToken ? Digest.Of(options.AdminToken!) : null;
        _previousAdminToken = string.IsNullOrEmpty(options.PreviousAdminToken) ? null : Digest.Of(options.PreviousAdminToken);
        _admin = new Caller(AccessKind.AdminToken, options.DefaultOrg);
    }

    /// <summary>Whether the bearer is <c>ADMIN_TOKEN</c>, or the one before it. Takes the same time whatever the bearer is.</summary>
    public bool IsAdminToken(string? bearer) => bearer is not null && IsAdminToken(Digest.Of(bearer));

    /// <summary>Whom the bearer stands for: the admin, an org or a workspace; null if it is unknown or revoked.</summary>
    public async ValueTask<Caller?> FindAsync(string? bearer)
    {
        if (bearer is null)
        {
            return null;
        }

        var digest = Digest.Of(bearer);
        if (IsAdminToken(digest))
        {
            return _admin;
        }

        var (principal, _) = await AuthenticateAsync(digest);
        return principal is null
            ? null
            : new Caller(principal.Kind == CredentialKind.Org ? AccessKind.OrgToken : AccessKind.WorkspaceToken, principal.Org, principal);
    }

    /// <summary>The principal of a token and what is known of it; the hot path of heartbeats.</summary>
    public async ValueTask<(Principal? Principal, KnownCredential? Credential)> AuthenticateAsync(Digest digest)
    {
        if (_known.TryGetValue(digest, out var known))
        {
            return (await AskAsync(known.Grain), known);
        }

        var grain = _grains.Token(digest.ToHex());
        var principal = await AskAsync(grain);
        return (principal, principal is null ? null : Remember(digest, grain, principal));
    }

    /// <summary>Whom the bearer was ever issued to, revoked or not. Grants nothing.</summary>
    public async ValueTask<Principal?> IdentifyAsync(string bearer) => await _grains.Token(Digest.Of(bearer).ToHex()).IdentifyAsync();

    static ValueTask<Principal?> AskAsync(ITokenGrain grain) =>
        Faults.AskTwiceAsync(grain, static grain => new ValueTask<Principal?>(grain.AuthenticateAsync()));

    bool IsAdminToken(Digest digest) => Is(_adminToken, digest) | Is(_previousAdminToken, digest);

    static bool Is(Digest? own, Digest digest) => own is { } held && Digest.FixedTimeEquals(held, digest);

    KnownCredential Remember(Digest digest, ITokenGrain grain, Principal principal)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear();
        }

        var workspace = principal is { Kind: CredentialKind.Workspace, WorkspaceId: { } id } ? _grains.Workspace(principal.Org, id) : null;
        return _known[digest] = new KnownCredential(grain, workspace);
    }
}
