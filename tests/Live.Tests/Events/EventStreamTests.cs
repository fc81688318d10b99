using System.Net;
using Molecule.Live.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Events;

/// <summary>Data-plane contract, section 6.</summary>
public class EventStreamTests
{
    [Fact]
    public async Task A_stream_begins_with_a_comment_and_carries_one_workspace_s_events()
    {
        await using var live = await LiveHost.StartAsync();
        using var stream = await OpenAsync(live);

        stream.Response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        stream.Response.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        stream.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        (await stream.LineAsync()).ShouldBe(": ping");
        (await stream.LineAsync()).ShouldBe("");
        live.Happen("OTHER", LiveHost.Peer);
        live.Happen("WORKSPACE_ONLINE", payload: """{"a":1}""");
        live.Signal("WORKSPACE_HEARTBEAT");

        (await stream.LineAsync()).ShouldBe("""data: {"type":"WORKSPACE_ONLINE","timestamp":0,"data":{"a":1}}""");
        (await stream.LineAsync()).ShouldBe("");
        (await stream.LineAsync()).ShouldBe("""data: {"type":"WORKSPACE_HEARTBEAT","timestamp":0,"data":{}}""");
        (await stream.LineAsync()).ShouldBe("");
    }

    [Theory]
    [InlineData("?since=1", null)]
    [InlineData("?since=0", "1")]
    [InlineData("", "1")]
    public async Task A_stream_that_is_resumed_carries_ids_and_begins_where_it_stopped(string query, string? lastEventId)
    {
        await using var live = await LiveHost.StartAsync();
        live.Happen("FIRST");
        live.Happen("SECOND");
        using var stream = await OpenAsync(live, query, lastEventId);
        live.Happen("THIRD");

        await stream.LineAsync();
        await stream.LineAsync();
        (await stream.LineAsync()).ShouldBe("""data: {"type":"SECOND","timestamp":0,"data":{}}""");
        (await stream.LineAsync()).ShouldBe("id: 2");
        (await stream.LineAsync()).ShouldBe("");
        (await stream.LineAsync()).ShouldBe("""data: {"type":"THIRD","timestamp":0,"data":{}}""");
        (await stream.LineAsync()).ShouldBe("id: 3");
    }

    [Fact]
    public async Task An_unknown_workspace_is_404()
    {
        await using var live = await LiveHost.StartAsync();
        using var stream = await OpenAsync(live, workspace: LiveHost.Stranger, bearer: "admin");

        stream.Response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stream_needs_a_credential()
    {
        await using var live = await LiveHost.StartAsync();
        using var stream = await OpenAsync(live, bearer: "wrong");

        stream.Response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var live = await LiveHost.StartAsync();
        using var stream = await OpenAsync(live);
        await stream.LineAsync();

        await live.StopAsync();

        await stream.LineAsync();
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_whose_token_is_revoked_ends()
    {
        await using var live = await LiveHost.StartAsync();
        using var stream = await OpenAsync(live);
        await stream.LineAsync();

        live.Revoke();
        var ended = ReadToEndAsync(stream);
        while (!ended.IsCompleted) // The credential is asked for once a second, and only when there is something to send.
        {
            live.Signal("WORKSPACE_HEARTBEAT");
            await Task.WhenAny(ended, Task.Delay(50));
        }

        await ended;
    }

    static async Task ReadToEndAsync(TestStream stream)
    {
        while (await stream.LineAsync() is not null)
        {
        }
    }

    static async Task<TestStream> OpenAsync(
        LiveHost live, string query = "", string? lastEventId = null, string workspace = LiveHost.Agent, string bearer = LiveHost.AgentToken)
    {
        var http = new HttpClient { BaseAddress = live.Url, Timeout = Patience.Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/workspaces/{workspace}/events/stream{query}");
        request.Headers.Authorization = new("Bearer", bearer);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within("the headers");
        return new TestStream(http, response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    sealed class TestStream(HttpClient http, HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public HttpResponseMessage Response => response;

        public Task<string?> LineAsync() => reader.ReadLineAsync().Within("a line");

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
            http.Dispose();
        }
    }
}
