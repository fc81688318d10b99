using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Http;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Access.Gates;

/// <summary>Gate AA (contract, 2.3): whoever administers the installation.</summary>
/// <param name="credentials">Recognises bearers.</param>
/// <param name="sessions">Recognises cookies.</param>
/// <param name="grains">The org knows whether anybody holds a credential yet.</param>
/// <param name="options">The installation.</param>
/// <param name="admitsWorkspaces">
/// Whether any workspace's token passes while there is neither an admin token nor an org token (step 7): old test suites have nothing
/// else. Not
/// where secrets are read or org tokens are minted.
/// </param>
sealed class AdminGate(
    Authenticator credentials, SessionVerifier sessions, IGrainFactory grains, GatewayOptions options, bool admitsWorkspaces) : Gate
{
    /// <summary>401, no credential.</summary>
    public static Reply Missing { get; } = Errors.Of(401, "admin auth required");

    /// <summary>401, a credential that does not fit.</summary>
    public static Reply Invalid { get; } = Errors.Of(401, "invalid admin auth token");

    readonly Caller _newcomer = new(AccessKind.Bootstrap, options.DefaultOrg);
    readonly Caller _developer = new(AccessKind.DevMode, options.DefaultOrg);
    readonly Caller _member = new(AccessKind.Session, options.DefaultOrg);

    public override string Name => "AA";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        // A good credential is looked at first: it changes nothing about who passes, but it says for which org.
        var bearer = Bearer.Of(http);
        var caller = await credentials.FindAsync(bearer);
        if (caller is { IsAdminClass: true })
        {
            return caller;
        }

        var held = options.HasAdminToken ? null : await grains.Org(options.DefaultOrg).GetCredentialStateAsync();
        if (held is { IsBootstrap: true })
        {
            return _newcomer;
        }

        if (options.IsDevMode)
        {
            return _developer;
        }

        if (await sessions.IsMemberAsync(http))
        {
            return _member;
        }

        if (bearer is null)
        {
            return Missing;
        }

        return caller is not null && held is not null && await AdmitsAsync(caller, held) ? caller : Invalid;
    }

    async ValueTask<bool> AdmitsAsync(Caller workspace, OrgCredentialState held)
    {
        if (!admitsWorkspaces || options.IsProduction)
        {
            return false;
        }

        var own = workspace.Org == options.DefaultOrg ? held : await grains.Org(workspace.Org).GetCredentialStateAsync();
        return own.LiveOrgTokens == 0;
    }
}
