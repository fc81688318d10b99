using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Gate RG (contract, 2.5): an agent about itself. Its subject is in the body, so handlers ask it. A workspace without live tokens is let
/// in for its
/// first contact; one that is unknown or removed is let in as far as the 404 or 410 that its agent must be able to read, with no right to
/// anything.
/// </summary>
/// <param name="credentials">Recognises bearers.</param>
/// <param name="grains">The workspace knows whether it has tokens.</param>
/// <param name="options">The installation.</param>
/// <param name="admitsAdmins">Whether admin-class credentials pass although the subject has tokens (<c>update-card</c>).</param>
sealed class RegistryGate(Authenticator credentials, IGrainFactory grains, GatewayOptions options, bool admitsAdmins) : Gate
{
    public override string Name => "RG";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        var bearer = Bearer.Of(http);
        var caller = await credentials.FindAsync(bearer);
        if (caller is not null && (caller.WorkspaceId == subject || (admitsAdmins && caller.IsAdminClass)))
        {
            return caller;
        }

        var org = caller?.Org ?? options.DefaultOrg;
        var state = await grains.Workspace(org, subject).GetCredentialStateAsync();
        if (state.LiveTokens > 0 && !state.Removed)
        {
            return bearer is null ? WorkspaceGate.Missing : WorkspaceGate.Invalid;
        }

        return state.Exists ? new Caller(AccessKind.Anonymous, org) : await NewcomerAsync(caller, org);
    }

    // Whoever may make a workspace out of an unknown id is recognised here; everybody else gets its 404.
    async ValueTask<Caller> NewcomerAsync(Caller? caller, string org)
    {
        if (caller is { IsAdminClass: true })
        {
            return caller;
        }

        if (options.IsDevMode)
        {
            return new Caller(AccessKind.DevMode, org);
        }

        var isBootstrap = !options.HasAdminToken && (await grains.Org(org).GetCredentialStateAsync()).IsBootstrap;
        return new Caller(isBootstrap ? AccessKind.Bootstrap : AccessKind.Anonymous, org);
    }
}
