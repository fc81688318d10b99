using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway.Proxies;

namespace Molecule.Contract.Tests;

/// <summary>Section 3.6: the WebSocket of a web UI, such as that by which a development server tells its pages what has changed.</summary>
public sealed class ProxySocketTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly CancellationTokenSource _late = new(Patience);
    FakeUpstream _upstream = null!;
    Server _server = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        _server = await Server.StartAsync(new() { CanvasProxyUrl = _upstream.Url, ControlPlaneUrl = _upstream.Url, AdminToken = "admin", RateLimit = 1_000_000 });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
        _late.Dispose();
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Socket_carriesBothWays_andSeesNoCredentials()
    {
        _upstream.Answer = EchoAsync;
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("vite-hmr");
        socket.Options.SetRequestHeader("Cookie", "session=1");
        socket.Options.SetRequestHeader("Authorization", "Bearer admin");
        await socket.ConnectAsync(UrlOf("/@vite?token=1"), _late.Token);

        socket.SubProtocol.ShouldBe("vite-hmr");
        foreach (var text in (string[])["hello", new string('x', 200_000), "bye"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _late.Token);
            (await ReadAsync(socket)).ShouldBe(text);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", _late.Token);

        (socket.CloseStatus, socket.CloseStatusDescription).ShouldBe((WebSocketCloseStatus.NormalClosure, "echoed done"));
        var request = _upstream.Requests.ShouldHaveSingleItem();
        request.Target.ShouldBe("/@vite?token=1");
        request.Headers.Keys.ShouldNotContain("Cookie");
        request.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Socket_endsWithEitherSide()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _upstream.Answer = async http =>
        {
            using var taken = await http.WebSockets.AcceptWebSocketAsync();
            if (http.Request.Path == "/falls")
            {
                // Not before the client is connected: a server that falls earlier is one that is down.
                await taken.ReceiveAsync(new byte[1], _late.Token);
                http.Abort();
                return;
            }

            try
            {
                await taken.ReceiveAsync(new byte[1], _late.Token);
            }
            catch (Exception fault) when (fault is WebSocketException or IOException)
            {
                ended.TrySetResult();
            }
        };

        using (var socket = await OpenAsync("/falls"))
        {
            await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, _late.Token);
            await Assert.ThrowsAsync<WebSocketException>(() => ReadAsync(socket));
        }

        using (var socket = await OpenAsync("/stays"))
            socket.Abort();
        await ended.Task.WaitAsync(_late.Token);
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Socket_endsWithTheServer()
    {
        _upstream.Answer = EchoAsync;
        using var socket = await OpenAsync("/");
        var read = ReadAsync(socket);

        await _server.StopAsync(_late.Token);

        await Assert.ThrowsAsync<WebSocketException>(() => read);
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Upgrade_thatIsRefused_isAnsweredAsItWas()
    {
        _upstream.Answer = http =>
        {
            http.Response.StatusCode = 403;
            return http.Response.WriteAsync("no");
        };
        (await RefusedAsync("/")).ShouldBe(HttpStatusCode.Forbidden);

        await _upstream.DisposeAsync();
        (await RefusedAsync("/")).ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    [Row("3.6/cp")]
    public async Task Upgrade_toTheControlPlane_isAnOrdinaryRequest()
    {
        (await RefusedAsync("/cp/auth/me")).ShouldBe(HttpStatusCode.OK);
        _upstream.Requests.ShouldHaveSingleItem().Headers.Keys.ShouldNotContain("Upgrade");
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Sockets_areLimited_andMakeRoom()
    {
        _upstream.Answer = EchoAsync;
        var open = new List<ClientWebSocket>();
        for (var n = 0; n < Forwarder.SocketLimit; n++)
            open.Add(await OpenAsync("/"));

        (await RefusedAsync("/")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        foreach (var socket in open)
        {
            socket.Abort();
            socket.Dispose();
        }

        await Eventually.TrueAsync(async () => await RefusedAsync("/") == HttpStatusCode.SwitchingProtocols);
    }

    static async Task EchoAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = http.WebSockets.WebSocketRequestedProtocols.FirstOrDefault() });
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, http.RequestAborted);
                if (read.MessageType == WebSocketMessageType.Close)
                    break;
                await socket.SendAsync(buffer.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, http.RequestAborted);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, $"echoed {socket.CloseStatusDescription}", http.RequestAborted);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // The test has seen enough.
        }
    }

    Uri UrlOf(string path) => new UriBuilder(new Uri(_server.Url, path)) { Scheme = "ws" }.Uri;

    async Task<ClientWebSocket> OpenAsync(string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(UrlOf(path), _late.Token);
        return socket;
    }

    async Task<HttpStatusCode> RefusedAsync(string path)
    {
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        try
        {
            await socket.ConnectAsync(UrlOf(path), _late.Token);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }

    async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), _late.Token);
            text.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return Encoding.UTF8.GetString(text.ToArray());
        }
    }
}
