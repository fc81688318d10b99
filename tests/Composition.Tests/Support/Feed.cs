using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Molecule.Composition.Tests.Support;

/// <summary>A canvas that watches.</summary>
sealed class Feed : IAsyncDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly ConcurrentQueue<string> _frames = new();
    Task _reading = Task.CompletedTask;

    public static async Task<Feed> OpenAsync(Uri gateway)
    {
        var feed = new Feed();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await feed._socket.ConnectAsync(new UriBuilder(gateway) { Scheme = "ws", Path = "/ws" }.Uri, limit.Token);
        feed._reading = feed.ReadAsync();
        return feed;
    }

    /// <summary>Whether a frame came in which all of these stand.</summary>
    public bool Saw(params string[] parts) => _frames.Any(frame => parts.All(part => frame.Contains(part, StringComparison.Ordinal)));

    public override string ToString() => string.Join('\n', _frames);

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var frame = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) return;
                frame.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                _frames.Enqueue(Encoding.UTF8.GetString(frame.ToArray()));
                frame.SetLength(0);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The server, or the test, is done.
        }
    }
}
