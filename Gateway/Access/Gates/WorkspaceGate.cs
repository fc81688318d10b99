using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Access.Gates;

/// <summary>Gate WA (contract, 2.2): the workspace itself, or whoever administers it. No grace for workspaces without tokens.</summary>
sealed class WorkspaceGate(Authenticator credentials, SessionVerifier sessions, SameOriginCanvas canvas, GatewayOptions options) : Gate
{
    /// <summary>401, no credential.</summary>
    public static Reply Missing { get; } = Errors.Of(401, "missing workspace auth token");

    /// <summary>401, a credential that does not fit: unknown, revoked, or another workspace's.</summary>
    public static Reply Invalid { get; } = Errors.Of(401, "invalid workspace auth token");

    public override string Name => "WA";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        if (Bearer.Of(http) is { } bearer)
        {
            // A bad bearer never falls through to what a request without one may do.
            return await credentials.FindAsync(bearer) is { } caller && (caller.IsAdminClass || caller.WorkspaceId == subject)
                ? caller
                : Invalid;
        }

        if (await sessions.IsMemberAsync(http))
        {
            return new Caller(AccessKind.Session, options.DefaultOrg);
        }

        // Where sessions exist, a referer alone proves nothing: the real canvas sends its cookie.
        if (!sessions.IsConfigured && canvas.Sent(http.Request))
        {
            return new Caller(AccessKind.Canvas, options.DefaultOrg);
        }

        return options.IsDevMode ? new Caller(AccessKind.DevMode, options.DefaultOrg) : Missing;
    }
}
