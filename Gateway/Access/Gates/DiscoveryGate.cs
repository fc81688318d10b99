using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Sessions;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Gate DG (contract, 2.6): a workspace asks about others. One without live tokens is believed, as long as it exists and is not removed;
/// admin-class
/// credentials may look through anybody's eyes.
/// </summary>
sealed class DiscoveryGate(Authenticator credentials, SessionVerifier sessions, IGrainFactory grains, GatewayOptions options) : Gate
{
    public override string Name => "DG";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        var bearer = Bearer.Of(http);
        var caller = await credentials.FindAsync(bearer);
        if (caller is not null && (caller.IsAdminClass || caller.WorkspaceId == subject))
        {
            return caller;
        }

        var org = caller?.Org ?? options.DefaultOrg;
        if (await grains.Workspace(org, subject).GetCredentialStateAsync() is { Exists: true, Removed: false, LiveTokens: 0 })
        {
            return new Caller(AccessKind.Anonymous, org);
        }

        if (options.IsDevMode)
        {
            return new Caller(AccessKind.DevMode, options.DefaultOrg);
        }

        if (await sessions.IsMemberAsync(http))
        {
            return new Caller(AccessKind.Session, options.DefaultOrg);
        }

        return bearer is null ? WorkspaceGate.Missing : WorkspaceGate.Invalid;
    }
}
