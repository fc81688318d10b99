using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Molecule.Contract.Tests.Support;

/// <summary>What a canvas sees on its socket.</summary>
sealed class LiveFeed(ClientWebSocket socket) : IAsyncDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<LiveFeed> OpenAsync(Server server, string bearer)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Url, "/ws")) { Scheme = "ws" }.Uri, CancellationToken.None);
        return new LiveFeed(socket);
    }

    /// <summary>The payload of the next event of this name about a workspace; what comes before it is passed over.</summary>
    public async Task<string> NextAsync(string workspaceId, string name) => (await NextFrameAsync(workspaceId, name)).GetProperty("payload").GetRawText();

    /// <summary>Name and payload of the next event of any of these names about a workspace.</summary>
    public async Task<string> NextOfAsync(string workspaceId, params string[] names)
    {
        var frame = await NextFrameAsync(workspaceId, names);
        return $"{frame.GetProperty("event").GetString()} {frame.GetProperty("payload").GetRawText()}";
    }

    /// <summary>The next event as the whole frame.</summary>
    public async Task<JsonElement> NextFrameAsync(string workspaceId, params string[] names)
    {
        using var patience = new CancellationTokenSource(Limit);
        while (true)
        {
            var frame = JsonDocument.Parse(await ReadAsync(patience.Token)).RootElement;
            if (frame.GetProperty("workspace_id").GetString() == workspaceId && names.Contains(frame.GetProperty("event").GetString()))
                return frame;
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            if (read.EndOfMessage)
                return text.ToString();
        }
    }
}
