using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Gateway;
using Molecule.Gateway.Live.Events;
using Molecule.Gateway.Live.Feeds;
using Molecule.Gateway.Live.Sockets;
using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Events;
using Molecule.TestSupport.Gateway;
using Molecule.TestSupport.Grains;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Support;

/// <summary>The live routes on a real Kestrel, with a log, streams and a board that the test controls. The org is <c>default</c>.</summary>
sealed class LiveHost : IAsyncDisposable
{
    public const string Agent = "11111111-1111-4111-8111-111111111111";
    public const string Peer = "22222222-2222-4222-8222-222222222222";
    public const string Stranger = "33333333-3333-4333-8333-333333333333";
    public const string Newcomer = "44444444-4444-4444-8444-444444444444";
    public const string AgentToken = "token-of-the-agent";

    readonly GatewayHost _host;

    LiveHost(GatewayHost host) => _host = host;

    public FakeLog Log { get; private init; } = null!;

    public FakeSource Source { get; private init; } = null!;

    /// <summary>Who can talk to whom.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Reach { get; private init; } = null!;

    public Uri Url => _host.Url;

    /// <summary>Whether the process may speak for its grains.</summary>
    public FakeTenure Tenure { get; private init; } = null!;

    /// <param name="options">The gateway's settings.</param>
    /// <param name="peer">Where clients seem to be; null: where they are, on this machine.</param>
    public static async Task<LiveHost> StartAsync(GatewayOptions? options = null, IPAddress? peer = null)
    {
        var (log, source, tenure) = (new FakeLog(), new FakeSource(), new FakeTenure());
        var reach = new ConcurrentDictionary<string, IReadOnlyList<string>> { [Agent] = [Agent, Peer] };
        var grains = new FakeGrains()
            .On<IWorkspaceGrain>(nameof(IWorkspaceGrain.GetCredentialStateAsync), (key, _) => Task.FromResult(
                key.EndsWith(Agent) ? new CredentialState(true, false, 1, true)
                : key.EndsWith(Newcomer) ? new CredentialState(true, false, 0, false)
                : new CredentialState(false, false, 0, false)))
            .On<IWorkspaceGrain>(nameof(IWorkspaceGrain.GetAsync), (key, _) => Task.FromResult(
                key.EndsWith(Agent) ? new WorkspaceView { Id = Agent, Name = "agent" } : null))
            .On<IOrgGrain>(nameof(IOrgGrain.GetReachAsync), (_, arguments) =>
                Task.FromResult(reach.TryGetValue((string)arguments[0]!, out var ids) ? ids : []))
            .On<IOrgGrain>(nameof(IOrgGrain.GetCredentialStateAsync), (_, _) => Task.FromResult(new OrgCredentialState(1, 0)));
        var host = await GatewayHost.StartAsync(
            options ?? new GatewayOptions { AdminToken = "admin", RateLimit = 100_000 },
            grains,
            new Dictionary<string, string> { [AgentToken] = Agent },
            [typeof(SocketEndpoint), typeof(EventStreamEndpoint)],
            services =>
            {
                services.AddSingleton<IEventLog>(log).AddSingleton<IOrgEventSource>(source).AddSingleton<ITenure>(tenure);
                if (peer is not null)
                    services.AddSingleton<IStartupFilter>(new PeerAddress(peer));
            });
        return new LiveHost(host) { Log = log, Source = source, Reach = reach, Tenure = tenure };
    }

    /// <summary>Appends an event and publishes it.</summary>
    public void Happen(string type = "E", string workspaceId = Agent, string payload = "{}") =>
        Source.Publish(Log.Append(type, workspaceId, payload), "default");

    /// <summary>Publishes a live signal.</summary>
    public void Signal(string type, string workspaceId = Agent) => Source.Publish(FakeLog.Make(null, type, workspaceId), "default");

    public Task<TestSocket> CanvasAsync(string query = "") => TestSocket.OpenAsync(Url, query, options => options.SetRequestHeader("Authorization", "Bearer admin"));

    public Task<TestSocket> AgentAsync(string query = "") => TestSocket.OpenAsync(Url, query, options =>
    {
        options.SetRequestHeader("X-Workspace-ID", Agent);
        options.SetRequestHeader("Authorization", $"Bearer {AgentToken}");
    });

    /// <summary>The agent's token is revoked.</summary>
    public void Revoke() => _host.Revoke(AgentToken);

    public Task StopAsync() => _host.StopAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>A client's socket.</summary>
sealed class TestSocket(ClientWebSocket socket) : IAsyncDisposable
{
    public static async Task<TestSocket> OpenAsync(Uri url, string query, Action<ClientWebSocketOptions> configure)
    {
        var socket = new ClientWebSocket();
        configure(socket.Options);
        using var limit = new CancellationTokenSource(Patience.Limit);
        try
        {
            await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "/ws", Query = query }.Uri, limit.Token);
            return new TestSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    /// <summary>The next frame as it came.</summary>
    public async Task<string> NextTextAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None).Within("a frame");
            part.MessageType.ShouldBe(WebSocketMessageType.Text, $"closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    /// <summary>The next frame.</summary>
    public async Task<JsonNode> NextAsync() => JsonNode.Parse(await NextTextAsync())!;

    /// <summary>The numbers of the next frames.</summary>
    public async Task<List<long>> NextAsync(int count)
    {
        var numbers = new List<long>();
        while (numbers.Count < count)
            numbers.Add((long)(await NextAsync())["seq"]!);
        return numbers;
    }

    /// <summary>Waits for the server to close, and answers.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        var buffer = new byte[65536];
        while ((await socket.ReceiveAsync(buffer, CancellationToken.None).Within("the close")).MessageType != WebSocketMessageType.Close)
        {
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the answer to the close");
        return socket.CloseStatus;
    }

    public Task SendAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).Within("a send");

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the close");

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Lets every client seem to come from one address.</summary>
sealed class PeerAddress(IPAddress address) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            http.Connection.RemoteIpAddress = address;
            return rest(http);
        });
        next(app);
    };
}
