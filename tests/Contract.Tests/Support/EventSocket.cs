using System.Net.WebSockets;
using System.Text.Json;

namespace Molecule.Contract.Tests.Support;

/// <summary>The events that a workspace's agent sees at <c>/ws</c>.</summary>
sealed class EventSocket : IAsyncDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly ClientWebSocket _socket = new();
    readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<EventSocket> OpenAsync(Server server, Member member)
    {
        var events = new EventSocket();
        events._socket.Options.SetRequestHeader("Authorization", $"Bearer {member.Token}");
        events._socket.Options.SetRequestHeader("X-Workspace-ID", member.Id);
        using var limit = new CancellationTokenSource(Limit);
        await events._socket.ConnectAsync(new UriBuilder(server.Url) { Scheme = "ws", Path = "/ws" }.Uri, limit.Token);
        return events;
    }

    /// <summary>Reads until so many events with a name like this came: name and payload of each.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string prefix, int count)
    {
        var found = new List<string>();
        while (found.Count < count)
        {
            var frame = await NextAsync(prefix);
            found.Add($"{frame.GetProperty("event").GetString()} {frame.GetProperty("workspace_id").GetString()} {frame.GetProperty("payload").GetRawText()}");
        }

        return found;
    }

    /// <summary>Reads until an event with a name like this comes: its whole frame.</summary>
    public async Task<JsonElement> NextAsync(string prefix)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var length = 0;
            for (var isWhole = false; !isWhole;)
            {
                var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
                length += read.Count;
                isWhole = read.EndOfMessage;
            }

            var frame = JsonDocument.Parse(_buffer.AsMemory(0, length)).RootElement.Clone();
            if (frame.TryGetProperty("event", out var name) && name.GetString()!.StartsWith(prefix, StringComparison.Ordinal))
                return frame;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
