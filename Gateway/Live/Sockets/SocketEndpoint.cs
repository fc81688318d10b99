using System.Globalization;
using Microsoft.Extensions.Hosting;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Gateway.Live.Feeds;
using Molecule.Grains;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>
/// <c>GET /ws</c> (data-plane contract, section 5): the live events of an org. Beyond the contract, <c>?since=&lt;seq&gt;</c> begins with what came after that
/// number, so that a client which lost its connection loses no event.
/// </summary>
sealed class SocketEndpoint(
    SocketGate gate, Authenticator credentials, OrgFeeds feeds, IGrainFactory grains, SocketMetrics metrics, IHostApplicationLifetime lifetime,
    TimeProvider time, ITenure? tenure = null) : IEndpointGroup
{
    /// <summary>Frames held for a socket that is slower than its org.</summary>
    const int Capacity = 256;

    static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(10);
    static readonly Reply NotAnUpgrade = Errors.Of(400, "websocket upgrade required");
    static readonly Reply InvalidSince = Errors.Of(400, "since must be a non-negative integer");

    public void Map(ApiRoutes routes) => routes.MapRaw(HttpMethods.Get, "/ws", HandleAsync).WithMetadata(new GateName("socket")).Describe(
        new RouteDoc("The org's live events, one text frame each; only for WebSocket upgrades.")
            .ReadsHeader("X-Workspace-ID", "only what this workspace may see").Reads("since", "begin after this sequence number")
            .Sends(101, "the feed").Refuses(400, "invalid workspace ID", "websocket upgrade required", "since must be a non-negative integer")
            .Refuses(401, "missing workspace auth token", "invalid workspace auth token", "admin auth required").Refuses(500, "auth check failed"));

    async Task HandleAsync(HttpContext http)
    {
        var guest = await gate.JudgeAsync(http);
        var refusal = guest.Refusal ?? (http.WebSockets.IsWebSocketRequest ? null : NotAnUpgrade);
        if (refusal is null && !TryReadSince(http.Request, out _))
            refusal = InvalidSince;
        if (refusal is not null)
        {
            await refusal.WriteAsync(http);
            return;
        }

        await ServeAsync(http, guest);
    }

    async Task ServeAsync(HttpContext http, SocketGuest guest)
    {
        using var use = feeds.Use(guest.Org!);
        if (!await use.Feed.StartsWithinAsync(FeedLimit, http.RequestAborted))
        {
            await Errors.PlatformUnavailable.WriteAsync(http);
            return;
        }

        TryReadSince(http.Request, out var since);
        using var reader = use.Feed.Attach(new FeedReaderOptions(Capacity, since));
        IAudience audience = guest.WorkspaceId is { } id
            ? new AgentAudience(id, grains.Org(guest.Org!), use.Feed, time)
            : CanvasAudience.Instance;
        // Two pings without an answer, and the client is gone.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext
            {
                SubProtocol = SocketProtocol.Choose(http),
                KeepAliveInterval = PingInterval,
                KeepAliveTimeout = PingInterval * 2,
            });
        metrics.Opened();
        try
        {
            // A gateway that is cut off from the cluster would show the world as it was: its clients go to another one.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, tenure?.Ended ?? CancellationToken.None);
            await new LiveSocket(socket, reader, audience, new CredentialWatch(credentials, guest.Bearer, time), time).RunAsync(end.Token);
        }
        finally
        {
            metrics.Closed(reader.Cut.IsCancellationRequested);
        }
    }

    /// <summary>The last number that the client has seen; null when it names none.</summary>
    internal static bool TryReadSince(HttpRequest request, out long? since)
    {
        since = null;
        if (!request.Query.TryGetValue("since", out var text) || string.IsNullOrEmpty(text))
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        since = number;
        return true;
    }
}
