using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Hosting;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Gateway.Live.Feeds;
using Molecule.Gateway.Live.Sockets;
using Molecule.Grains;

namespace Molecule.Gateway.Live.Events;

/// <summary>
/// <c>GET /workspaces/{id}/events/stream</c> (data-plane contract, section 6): one workspace's events as server-sent events. A client that asks with
/// <c>?since=&lt;seq&gt;</c> gets ids too, and then reconnects with <c>Last-Event-ID</c> by itself; others see exactly the contract's lines.
/// </summary>
sealed class EventStreamEndpoint(
    GateSet gates, Authenticator credentials, OrgFeeds feeds, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time,
    ITenure? tenure = null) : IEndpointGroup
{
    const int Capacity = 64;

    static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);
    static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(10);

    public void Map(ApiRoutes routes) => routes.Map(HttpMethods.Get, "/workspaces/{id}/events/stream", gates.Workspace, HandleAsync).Describe(
        new RouteDoc("The workspace's events as server-sent events.")
            .Reads("since", "begin after this sequence number").Sends(200, "the events")
            .Refuses(404, "workspace not found").Fails("failed to verify workspace"));

    async ValueTask<Reply> HandleAsync(ApiCall call)
    {
        if (await grains.Workspace(call.Org, call.Id).GetAsync() is null)
            return Errors.WorkspaceNotFound;

        var use = feeds.Use(call.Org);
        if (await use.Feed.StartsWithinAsync(FeedLimit, call.Aborted))
            return new StreamReply(_ => StreamAsync(call, use));
        use.Dispose();
        return Errors.PlatformUnavailable;
    }

    async Task StreamAsync(ApiCall call, FeedUse use)
    {
        using var _ = use;
        var http = call.Http;
        var credential = new CredentialWatch(credentials, call.Caller.Principal is null ? null : Bearer.Of(http), time);
        var since = ReadSince(http.Request);
        using var reader = use.Feed.Attach(new FeedReaderOptions(Capacity, since, call.Id));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, lifetime.ApplicationStopping, reader.Cut, tenure?.Ended ?? CancellationToken.None);
        await using var ping = time.CreateTimer(static reader => ((FeedReader)reader!).KeepAlive(), reader, PingInterval, PingInterval);
        var output = http.Response.BodyWriter;
        output.Write(": ping\n\n"u8);
        try
        {
            await output.FlushAsync(end.Token);
            await foreach (var frame in reader.ReadAllAsync(end.Token))
            {
                if (!await credential.HoldsAsync())
                    return;
                Write(output, frame, withId: since is not null);
                await output.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client left, was too slow, or the process stops.
        }

        if (reader.Cut.IsCancellationRequested)
            http.Abort();
    }

    static void Write(PipeWriter output, LiveFrame frame, bool withId)
    {
        if (frame == LiveFrame.KeepAlive)
        {
            output.Write(": ping\n\n"u8);
            return;
        }

        output.Write(frame.StreamText.Span);
        if (withId && frame.Sequence is { } sequence)
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {sequence}\n"), output);
        output.Write("\n"u8);
    }

    // The browser's own header is newer than the address that the page was opened with.
    static long? ReadSince(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last
        : SocketEndpoint.TryReadSince(request, out var since) ? since
        : null;
}
