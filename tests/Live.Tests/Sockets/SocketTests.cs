using System.Net;
using System.Net.WebSockets;
using Molecule.Grains.Events;
using Molecule.Live.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Sockets;

/// <summary>Data-plane contract, section 5, over real sockets.</summary>
public class SocketTests
{
    [Fact]
    public async Task A_canvas_sees_every_event_of_its_org_exactly_as_the_contract_spells_it()
    {
        await using var live = await LiveHost.StartAsync();
        await using var canvas = await live.CanvasAsync();

        live.Happen("WORKSPACE_ONLINE", LiveHost.Stranger, """{"url":"http://x"}""");
        live.Signal("WORKSPACE_HEARTBEAT");

        (await canvas.NextTextAsync()).ShouldBe(
            """{"event":"WORKSPACE_ONLINE","workspace_id":"33333333-3333-4333-8333-333333333333","timestamp":"1970-01-01T00:00:00Z","payload":{"url":"http://x"},"seq":1}""");
        (await canvas.NextTextAsync()).ShouldBe(
            """{"event":"WORKSPACE_HEARTBEAT","workspace_id":"11111111-1111-4111-8111-111111111111","timestamp":"1970-01-01T00:00:00Z","payload":{}}""");
    }

    [Fact]
    public async Task A_canvas_does_not_see_other_orgs()
    {
        await using var live = await LiveHost.StartAsync();
        await using var canvas = await live.CanvasAsync();

        live.Source.Publish(FakeLog.Make(null, "FOREIGN"), "other");
        live.Signal("OWN");

        ((string?)(await canvas.NextAsync())["event"]).ShouldBe("OWN");
    }

    [Fact]
    public async Task An_agent_sees_itself_and_those_it_may_talk_to()
    {
        await using var live = await LiveHost.StartAsync();
        await using var agent = await live.AgentAsync();

        live.Happen("A", LiveHost.Stranger);
        live.Happen("B", LiveHost.Peer);
        live.Happen("C", LiveHost.Stranger);
        live.Happen("D");

        (await agent.NextAsync(2)).ShouldBe([2, 4]);
    }

    [Fact]
    public async Task An_agent_sees_a_new_peer_and_a_removed_one()
    {
        await using var live = await LiveHost.StartAsync();
        await using var agent = await live.AgentAsync();
        live.Happen("A", LiveHost.Peer);
        await agent.NextAsync();

        live.Reach[LiveHost.Agent] = [LiveHost.Agent, LiveHost.Peer, LiveHost.Newcomer];
        live.Happen("WORKSPACE_PROVISIONING", LiveHost.Newcomer);
        ((string?)(await agent.NextAsync())["workspace_id"]).ShouldBe(LiveHost.Newcomer);

        live.Reach[LiveHost.Agent] = [LiveHost.Agent, LiveHost.Newcomer];
        live.Happen("WORKSPACE_REMOVED", LiveHost.Peer);
        ((string?)(await agent.NextAsync())["event"]).ShouldBe("WORKSPACE_REMOVED");

        live.Happen("LATE", LiveHost.Peer);
        live.Happen("OWN");
        ((string?)(await agent.NextAsync())["event"]).ShouldBe("OWN");
    }

    [Fact]
    public async Task An_agent_learns_of_a_move_that_has_no_event_and_is_sent_no_frame_for_it()
    {
        await using var live = await LiveHost.StartAsync();
        await using var agent = await live.AgentAsync();
        live.Happen("A", LiveHost.Peer);
        await agent.NextAsync();

        live.Reach[LiveHost.Agent] = [LiveHost.Agent, LiveHost.Newcomer];
        live.Signal(EventNames.HierarchyChanged);
        live.Happen("LATE", LiveHost.Peer);
        live.Happen("NEW", LiveHost.Newcomer);

        ((string?)(await agent.NextAsync())["event"]).ShouldBe("NEW");
    }

    [Fact]
    public async Task A_client_that_comes_back_misses_nothing()
    {
        await using var live = await LiveHost.StartAsync();
        await using (var first = await live.CanvasAsync())
        {
            live.Happen();
            (await first.NextAsync(1)).ShouldBe([1]);
        }

        live.Happen();
        live.Happen();
        await using var second = await live.CanvasAsync("since=1");
        live.Happen();

        (await second.NextAsync(3)).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task An_agent_that_comes_back_is_shown_only_what_it_may_see()
    {
        await using var live = await LiveHost.StartAsync();
        live.Happen("A", LiveHost.Stranger);
        live.Happen("B", LiveHost.Peer);
        await using var agent = await live.AgentAsync("since=0");

        live.Happen("C");

        (await agent.NextAsync(2)).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task What_a_client_says_is_discarded()
    {
        await using var live = await LiveHost.StartAsync();
        await using var canvas = await live.CanvasAsync();

        await canvas.SendAsync(new string('x', 100_000));
        live.Happen();

        (await canvas.NextAsync(1)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_and_leaves()
    {
        await using var live = await LiveHost.StartAsync();
        var canvas = await live.CanvasAsync();

        await canvas.CloseAsync();

        canvas.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await canvas.DisposeAsync();
    }

    [Fact]
    public async Task A_gateway_that_may_be_cut_off_sends_its_clients_elsewhere()
    {
        await using var live = await LiveHost.StartAsync();
        await using var canvas = await live.CanvasAsync();

        await live.Tenure.EndAsync();

        (await canvas.ClosedAsync()).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        using var http = new HttpClient { BaseAddress = live.Url };
        using var refused = await http.GetAsync("/ws");
        (refused.StatusCode, refused.Headers.ConnectionClose).ShouldBe((HttpStatusCode.ServiceUnavailable, true));
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        await using var live = await LiveHost.StartAsync();
        await using var canvas = await live.CanvasAsync();

        var stopping = live.StopAsync();

        (await canvas.ClosedAsync()).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping;
    }

    [Fact]
    public async Task A_socket_whose_token_is_revoked_is_closed_before_it_sees_more()
    {
        await using var live = await LiveHost.StartAsync();
        await using var agent = await live.AgentAsync();
        live.Happen();
        (await agent.NextAsync(1)).ShouldBe([1]);

        live.Revoke();
        var closed = agent.ClosedAsync();
        while (!closed.IsCompleted) // The credential is asked for once a second, and only when there is something to send.
        {
            live.Signal("WORKSPACE_HEARTBEAT");
            await Task.WhenAny(closed, Task.Delay(50));
        }

        (await closed).ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_nobody_up()
    {
        const int Count = 2000;
        await using var live = await LiveHost.StartAsync();
        await using var dead = await live.CanvasAsync();
        await using var canvas = await live.CanvasAsync();
        var payload = $$"""{"x":"{{new string('x', 10_000)}}"}""";

        var reading = canvas.NextAsync(Count);
        for (var i = 0; i < Count; i++)
        {
            live.Happen(payload: payload);
            // No faster than the healthy one is served, or it would be cut from live frames too and served by the log.
            if (i % 100 == 99)
                await Task.Yield();
        }

        (await reading.Within("all frames")).ShouldBe(Enumerable.Range(1, Count).Select(n => (long)n));
    }

    [Theory]
    [InlineData("since=x")]
    [InlineData("since=-1")]
    public async Task A_number_that_is_none_is_400(string query)
    {
        await using var live = await LiveHost.StartAsync();

        (await RefusalAsync(live, query, options => options.SetRequestHeader("Authorization", "Bearer admin"))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_request_that_is_no_upgrade_is_400()
    {
        await using var live = await LiveHost.StartAsync();
        using var http = new HttpClient { BaseAddress = live.Url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws");
        request.Headers.Authorization = new("Bearer", "admin");

        (await http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    static async Task<HttpStatusCode> RefusalAsync(LiveHost live, string query, Action<ClientWebSocketOptions> configure)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure(socket.Options);
        using var limit = new CancellationTokenSource(Patience.Limit);
        await Should.ThrowAsync<WebSocketException>(
            () => socket.ConnectAsync(new UriBuilder(live.Url) { Scheme = "ws", Path = "/ws", Query = query }.Uri, limit.Token));
        return socket.HttpStatusCode;
    }
}
