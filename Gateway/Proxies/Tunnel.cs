using Microsoft.AspNetCore.Http.Features;

namespace Molecule.Gateway.Proxies;

/// <summary>Two connections that have left HTTP: what one side says goes to the other, both ways, until one ends.</summary>
static class Tunnel
{
    /// <summary>The one protocol that is changed to.</summary>
    public const string Protocol = "websocket";

    const int BufferSize = 16 * 1024;

    // A page of a development server is quiet for as long as nobody saves a file.
    static readonly TimeSpan IdleLimit = TimeSpan.FromHours(1);

    // What is on its way when one side ends: the other's farewell.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Whether a request asks for a WebSocket, on a connection that can become one.</summary>
    public static bool IsAskedFor(HttpContext http) => HttpMethods.IsGet(http.Request.Method)
        && http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && Protocol.Equals(http.Request.Headers.Upgrade, StringComparison.OrdinalIgnoreCase);

    /// <summary>Carries until one side ends, both are silent for long, or <paramref name="stop"/>. The connections are the caller's to close.</summary>
    public static async Task RunAsync(Stream client, Stream upstream, CancellationTokenSource stop, TimeProvider time)
    {
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, grace.Token);
        var up = CarryAsync(client, upstream, stop, either.Token);
        var down = CarryAsync(upstream, client, stop, either.Token);
        await Task.WhenAny(up, down);
        grace.CancelAfter(Grace);
        await Task.WhenAll(up, down);
    }

    static async Task CarryAsync(Stream from, Stream to, CancellationTokenSource stop, CancellationToken end)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (true)
            {
                stop.CancelAfter(IdleLimit);
                var read = await from.ReadAsync(buffer, end);
                if (read == 0)
                {
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), end);
                await to.FlushAsync(end);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // One of them is gone: the other one learns it by the end of its connection.
        }
    }
}
