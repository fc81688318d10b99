using System.Net;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>
/// Who may open a socket (data-plane contract, section 5). With <c>X-Workspace-ID</c>: that workspace, by its own token. Without: the canvas, by whatever a
/// browser can show, which is a cookie, a bearer among the subprotocols or an origin, or by an admin-class bearer.
/// </summary>
sealed partial class SocketGate(
    Authenticator credentials,
    SessionVerifier sessions,
    SameOriginCanvas sameOrigin,
    IGrainFactory grains,
    GatewayOptions options,
    ILogger<SocketGate> logger)
{
    static readonly Reply CheckFailed = Errors.Of(500, "auth check failed");
    static readonly Reply ForeignOrigin = new PlainReply(403, "origin not allowed");

    /// <summary>Decides about an upgrade.</summary>
    public async ValueTask<SocketGuest> JudgeAsync(HttpContext http)
    {
        try
        {
            var claimed = http.Request.Headers["X-Workspace-ID"].ToString();
            var guest = claimed.Length > 0 ? await JudgeAgentAsync(http, claimed) : await JudgeCanvasAsync(http);
            return guest.IsAdmitted && IsForeign(http.Request) ? ForeignOrigin : guest;
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogUndecided(logger, fault);
            return Faults.Passing(fault) ?? CheckFailed;
        }
    }

    async ValueTask<SocketGuest> JudgeAgentAsync(HttpContext http, string claimed)
    {
        if (!WorkspaceId.IsValid(claimed))
            return Errors.InvalidWorkspaceId;

        var bearer = Bearer.Of(http);
        var caller = await credentials.FindAsync(bearer);
        if (caller?.WorkspaceId == claimed)
            return SocketGuest.Agent(caller.Org, claimed, bearer);

        // Its own token or none at all: admins have the canvas, and another workspace's token is no proof of this one.
        var org = caller?.Org ?? options.DefaultOrg;
        return await grains.Workspace(org, claimed).GetCredentialStateAsync() is { Exists: true, Removed: false, LiveTokens: 0 }
            ? SocketGuest.Agent(org, claimed)
            : bearer is null ? WorkspaceGate.Missing : WorkspaceGate.Invalid;
    }

    async ValueTask<SocketGuest> JudgeCanvasAsync(HttpContext http)
    {
        var bearer = Bearer.Of(http) ?? SocketProtocol.BearerOf(http);
        var caller = await credentials.FindAsync(bearer);
        if (caller is { IsAdminClass: true })
            return SocketGuest.Canvas(caller.Org, bearer);
        if (options.IsDevMode || options.AllowAnonymousSockets || await sessions.IsMemberAsync(http) || IsCanvasPage(http.Request))
            return SocketGuest.Canvas(options.DefaultOrg);
        return !options.HasAdminToken && (await grains.Org(options.DefaultOrg).GetCredentialStateAsync()).IsBootstrap
            ? SocketGuest.Canvas(options.DefaultOrg)
            : AdminGate.Missing;
    }

    // Where sessions exist, an origin alone proves nothing: the real canvas sends its cookie. Nor does one that nobody asked for, where there is an admin
    // token and the peer may be anywhere: any program can state the server's own name (decision 0011).
    bool IsCanvasPage(HttpRequest request) =>
        !sessions.IsConfigured
        && (sameOrigin.Sent(request)
            || (request.Headers.Origin.ToString() is { Length: > 0 } origin
                && (IsGuarded(request) ? options.CorsOrigins is not null && IsListed(origin) : IsOwn(request, origin) || IsListed(origin))));

    bool IsGuarded(HttpRequest request) =>
        options.HasAdminToken && request.HttpContext.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer);

    // Without a list any origin may connect: it still has to show more than its name.
    bool IsForeign(HttpRequest request) =>
        options.CorsOrigins is not null && request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(request, origin) && !IsListed(origin);

    bool IsListed(string origin) =>
        (options.CorsOrigins ?? GatewayOptions.DefaultCorsOrigins).Any(item => item.AsSpan().Trim().Equals(origin, StringComparison.OrdinalIgnoreCase));

    static bool IsOwn(HttpRequest request, string origin) =>
        request.Host.Value is { Length: > 0 } host
        && (origin.Equals($"http://{host}", StringComparison.OrdinalIgnoreCase) || origin.Equals($"https://{host}", StringComparison.OrdinalIgnoreCase));
}
