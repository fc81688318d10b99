using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Http;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// Gate CG (contract, 2.7): who sends a message to a workspace. <c>X-Workspace-ID</c> is a claim; the credential proves it. Without the
/// claim, a
/// workspace's token speaks for that workspace and an admin-class credential for the human at the canvas.
/// </summary>
sealed class CallerGate(
    Authenticator credentials, SessionVerifier sessions, SameOriginCanvas canvas, IGrainFactory grains, GatewayOptions options)
{
    /// <summary>403: identities that exist only inside the server.</summary>
    public static Reply Reserved { get; } = Errors.Of(403, "invalid caller ID");

    /// <summary>401, no credential.</summary>
    public static Reply Missing { get; } = Errors.Of(401, "missing caller auth token");

    /// <summary>401, a credential that does not prove the claim.</summary>
    public static Reply Invalid { get; } = Errors.Of(401, "invalid caller auth token");

    static readonly string[] ReservedPrefixes = ["webhook:", "system:", "test:", "channel:"];

    /// <summary>Finds the sender of a message.</summary>
    /// <param name="http">The request.</param>
    /// <param name="target">The workspace that the message is for.</param>
    public async ValueTask<CallerVerdict> JudgeAsync(HttpContext http, string target)
    {
        var claim = http.Request.Headers["X-Workspace-ID"].ToString();
        if (IsReserved(claim))
        {
            return new CallerVerdict(Reserved);
        }

        var bearer = Bearer.Of(http);
        var caller = await credentials.FindAsync(bearer);
        return claim.Length > 0
            ? await JudgeClaimAsync(claim, target, bearer, caller)
            : await JudgeUnclaimedAsync(http, target, bearer, caller);
    }

    async ValueTask<CallerVerdict> JudgeClaimAsync(string claim, string target, string? bearer, Caller? caller)
    {
        if (caller?.WorkspaceId == claim)
        {
            return Sender(claim, target, caller);
        }

        // Only a workspace that never had a token is believed without one; a spelling that is no id belongs to nobody.
        var org = caller?.Org ?? options.DefaultOrg;
        return WorkspaceId.IsValid(claim)
            && await grains.Workspace(org, claim).GetCredentialStateAsync() is { Exists: true, Removed: false, EverIssued: false }
            ? Sender(claim, target, new Caller(AccessKind.Anonymous, org))
            : new CallerVerdict(bearer is null ? Missing : Invalid);
    }

    async ValueTask<CallerVerdict> JudgeUnclaimedAsync(HttpContext http, string target, string? bearer, Caller? caller)
    {
        if (caller?.WorkspaceId is { } workspace)
        {
            return Sender(workspace, target, caller);
        }

        if (caller is not null)
        {
            return new CallerVerdict(A2ACaller.Canvas, caller);
        }

        if (bearer is not null)
        {
            return new CallerVerdict(Invalid);
        }

        var kind = await RecogniseHumanAsync(http);
        return kind == AccessKind.Anonymous
            ? new CallerVerdict(Missing)
            : new CallerVerdict(A2ACaller.Canvas, new Caller(kind, options.DefaultOrg));
    }

    async ValueTask<AccessKind> RecogniseHumanAsync(HttpContext http)
    {
        if (await sessions.IsMemberAsync(http))
        {
            return AccessKind.Session;
        }

        if (!sessions.IsConfigured && canvas.Sent(http.Request))
        {
            return AccessKind.Canvas;
        }

        if (options.IsDevMode)
        {
            return AccessKind.DevMode;
        }

        return !options.HasAdminToken && (await grains.Org(options.DefaultOrg).GetCredentialStateAsync()).IsBootstrap
            ? AccessKind.Bootstrap
            : AccessKind.Anonymous;
    }

    static bool IsReserved(string claim)
    {
        foreach (var prefix in ReservedPrefixes)
        {
            if (claim.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    static CallerVerdict Sender(string workspace, string target, Caller caller) =>
        new(new A2ACaller(workspace == target ? CallerKind.Self : CallerKind.Workspace, workspace), caller);
}
