using System.Net;
using System.Net.WebSockets;
using Molecule.Gateway;
using Molecule.Live.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Sockets;

/// <summary>Data-plane contract, section 5: who may open a socket.</summary>
public class SocketGateTests
{
    static readonly GatewayOptions Closed = new() { AdminToken = "admin", RateLimit = 100_000 };

    [Theory]
    // The canvas.
    [InlineData(null, null, null, HttpStatusCode.Unauthorized, "admin auth required")]
    [InlineData(null, "wrong", null, HttpStatusCode.Unauthorized, "admin auth required")]
    [InlineData(null, LiveHost.AgentToken, null, HttpStatusCode.Unauthorized, "admin auth required")]
    [InlineData(null, "admin", null, HttpStatusCode.SwitchingProtocols, null)]
    [InlineData(null, null, "http://localhost:3000", HttpStatusCode.SwitchingProtocols, null)]
    // Agents.
    [InlineData(LiveHost.Agent, LiveHost.AgentToken, null, HttpStatusCode.SwitchingProtocols, null)]
    [InlineData(LiveHost.Agent, null, null, HttpStatusCode.Unauthorized, "missing workspace auth token")]
    [InlineData(LiveHost.Agent, "wrong", null, HttpStatusCode.Unauthorized, "invalid workspace auth token")]
    [InlineData(LiveHost.Agent, "admin", null, HttpStatusCode.Unauthorized, "invalid workspace auth token")]
    [InlineData(LiveHost.Newcomer, null, null, HttpStatusCode.SwitchingProtocols, null)]
    [InlineData(LiveHost.Stranger, null, null, HttpStatusCode.Unauthorized, "missing workspace auth token")]
    [InlineData("nonsense", null, null, HttpStatusCode.BadRequest, "invalid workspace ID")]
    public async Task An_upgrade_needs_a_credential(string? workspace, string? bearer, string? origin, HttpStatusCode status, string? error)
    {
        await using var live = await LiveHost.StartAsync(Closed);

        await ShouldBeAsync(live, workspace, bearer, origin, status, error);
    }

    [Theory]
    [InlineData("http://canvas.test", HttpStatusCode.SwitchingProtocols)]
    [InlineData("http://evil.test", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.SwitchingProtocols)]
    public async Task A_list_of_origins_binds_whoever_states_one(string? origin, HttpStatusCode status)
    {
        await using var live = await LiveHost.StartAsync(new() { AdminToken = "admin", RateLimit = 100_000, CorsOrigins = ["http://canvas.test"] });

        await ShouldBeAsync(live, LiveHost.Agent, LiveHost.AgentToken, origin, status, null);
    }

    [Theory]
    // The server's own name and the development origins prove nothing where anybody may be the peer.
    [InlineData(null, "http://{host}", HttpStatusCode.Unauthorized)]
    [InlineData(null, "http://localhost:3000", HttpStatusCode.Unauthorized)]
    [InlineData("http://canvas.test", "http://{host}", HttpStatusCode.Unauthorized)]
    [InlineData("http://canvas.test", "http://canvas.test", HttpStatusCode.SwitchingProtocols)]
    public async Task An_origin_from_afar_counts_only_where_it_is_listed(string? listed, string origin, HttpStatusCode status)
    {
        var options = new GatewayOptions { AdminToken = "admin", RateLimit = 100_000, CorsOrigins = listed is null ? null : [listed] };
        await using var live = await LiveHost.StartAsync(options, IPAddress.Parse("203.0.113.7"));

        await ShouldBeAsync(live, null, null, origin.Replace("{host}", live.Url.Authority), status, null);
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.SwitchingProtocols)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(LiveHost.AgentToken, HttpStatusCode.Unauthorized)]
    public async Task A_page_states_its_bearer_among_the_subprotocols(string bearer, HttpStatusCode status)
    {
        await using var live = await LiveHost.StartAsync(Closed, IPAddress.Parse("203.0.113.7"));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("molecule");
        socket.Options.AddSubProtocol($"bearer.{bearer}");
        socket.Options.CollectHttpResponseDetails = true;

        var connecting = socket.ConnectAsync(new UriBuilder(live.Url) { Scheme = "ws", Path = "/ws" }.Uri, CancellationToken.None).Within("the socket");

        if (status == HttpStatusCode.SwitchingProtocols)
        {
            await connecting;
            socket.SubProtocol.ShouldBe("molecule");
        }
        else
        {
            await Should.ThrowAsync<WebSocketException>(connecting);
        }

        socket.HttpStatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Dev_mode_lets_everybody_watch()
    {
        await using var live = await LiveHost.StartAsync(new() { Environment = "dev" });

        await ShouldBeAsync(live, null, null, null, HttpStatusCode.SwitchingProtocols, null);
    }

    [Fact]
    public async Task Old_smoke_scripts_can_be_let_in()
    {
        await using var live = await LiveHost.StartAsync(new() { AdminToken = "admin", AllowAnonymousSockets = true });

        await ShouldBeAsync(live, null, null, null, HttpStatusCode.SwitchingProtocols, null);
    }

    static async Task ShouldBeAsync(LiveHost live, string? workspace, string? bearer, string? origin, HttpStatusCode status, string? error)
    {
        using var http = new HttpClient { BaseAddress = live.Url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        Add("X-Workspace-ID", workspace);
        Add("Authorization", bearer is null ? null : $"Bearer {bearer}");
        Add("Origin", origin);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the answer");

        response.StatusCode.ShouldBe(status);
        if (error is not null)
            (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"error":"{{error}}"}""");

        void Add(string name, string? value)
        {
            if (value is not null)
                request.Headers.Add(name, value);
        }
    }
}
