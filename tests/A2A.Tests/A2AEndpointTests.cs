using System.Net;
using System.Text;
using Molecule.A2A.Tests.Support;
using Molecule.Grains.A2A;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests;

/// <summary>Control-plane contract, chapter 10, over real HTTP: the order of the pipeline and what each end of it is told.</summary>
public class A2AEndpointTests
{
    const string Message = """{"jsonrpc":"2.0","id":"1","method":"message/send","params":{"message":{"messageId":"m","parts":[]}}}""";

    [Fact]
    public async Task A_malformed_id_is_400_before_anything_else()
    {
        await using var target = await Target.StartAsync();

        var response = await target.SendAsync("x", bearer: null, url: new(target.Url, "/workspaces/nonsense/a2a"));

        await ShouldBeAsync(response, HttpStatusCode.BadRequest, """{"error":"invalid workspace ID"}""");
    }

    [Theory]
    [Row("10.1/413")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_one_mebibyte_is_413_before_the_caller_is_judged(bool declared)
    {
        await using var target = await Target.StartAsync();

        var body = new string(' ', 1024 * 1024 + 1);
        var response = await target.SendAsync(body, bearer: "nobody", headers => headers.TransferEncodingChunked = declared ? null : true);

        await ShouldBeAsync(response, HttpStatusCode.RequestEntityTooLarge, """{"error":"request body too large"}""");
    }

    [Fact]
    public async Task Exactly_one_mebibyte_is_taken()
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => new() { Kind = A2ADecisionKind.NotFound };

        (await target.SendAsync(new string(' ', 1024 * 1024))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [Row("2.7/2")]
    [InlineData(null, null, HttpStatusCode.Unauthorized, "missing caller auth token")]
    [InlineData("wrong", null, HttpStatusCode.Unauthorized, "invalid caller auth token")]
    [InlineData(null, "system:restart", HttpStatusCode.Forbidden, "invalid caller ID")]
    [InlineData("admin", "webhook:x", HttpStatusCode.Forbidden, "invalid caller ID")]
    [InlineData(null, Target.Id, HttpStatusCode.Unauthorized, "missing caller auth token")]
    [InlineData(Target.Token, Target.CallerId, HttpStatusCode.Unauthorized, "invalid caller auth token")]
    public async Task A_caller_without_proof_is_refused_before_a_route_is_asked(string? bearer, string? claim, HttpStatusCode status, string error)
    {
        await using var target = await Target.StartAsync();

        var response = await target.SendAsync("not json", bearer, headers => Claim(headers, claim));

        await ShouldBeAsync(response, status, $$"""{"error":"{{error}}"}""");
        target.Routed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("admin", null, CallerKind.Canvas, null)]
    [InlineData(Target.Token, Target.Id, CallerKind.Self, Target.Id)]
    [InlineData(Target.Token, null, CallerKind.Self, Target.Id)]
    [InlineData(Target.CallerToken, Target.CallerId, CallerKind.Workspace, Target.CallerId)]
    [InlineData(Target.CallerToken, null, CallerKind.Workspace, Target.CallerId)]
    public async Task A_caller_with_proof_is_told_to_the_grain(string bearer, string? claim, CallerKind kind, string? id)
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => new() { Kind = A2ADecisionKind.Forbidden };

        (await target.SendAsync(Message, bearer, headers => Claim(headers, claim))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        target.Routed.ShouldHaveSingleItem().Caller.ShouldBe(new A2ACaller(kind, id));
    }

    [Theory]
    [Row("10.4/ceiling")]
    [InlineData(null, null)]
    [InlineData("90", 90)]
    [InlineData("0", 0)]
    [InlineData("-3", null)]
    public async Task A_time_limit_is_told_to_the_grain(string? header, int? seconds)
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => new() { Kind = A2ADecisionKind.NotFound };

        await target.SendAsync(Message, headers: headers => headers.TryAddWithoutValidation("X-Timeout", header));

        target.Routed.ShouldHaveSingleItem().Ceiling.ShouldBe(seconds is { } n ? TimeSpan.FromSeconds(n) : null);
    }

    [Fact]
    [Row("10.1/order")]
    public async Task A_refusal_comes_before_invalid_json()
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => new() { Kind = A2ADecisionKind.NotFound };

        await ShouldBeAsync(await target.SendAsync("not json"), HttpStatusCode.NotFound, """{"error":"workspace not found"}""");
    }

    [Fact]
    [Row("10.1/7")]
    public async Task Invalid_json_is_400_and_no_message_on_its_way()
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver("http://127.0.0.1:1/");

        await ShouldBeAsync(await target.SendAsync("not json"), HttpStatusCode.BadRequest, """{"error":"invalid JSON"}""");
        target.Routed.ShouldHaveSingleItem().IsMalformed.ShouldBeTrue();
    }

    [Theory]
    [Row("10.7/1")]
    [InlineData("http://üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü/")]
    public async Task A_host_that_no_request_can_name_is_500(string url)
    {
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(url);

        await ShouldBeAsync(
            await target.SendAsync(Message), HttpStatusCode.InternalServerError, """{"error":"failed to create proxy request"}""");
        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        target.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(A2AOutcome.NotBuilt);
    }

    [Fact]
    [Row("10.1/6")]
    public async Task A_grain_that_cannot_be_asked_is_500()
    {
        await using var target = await Target.StartAsync();

        await ShouldBeAsync(await target.SendAsync(Message), HttpStatusCode.InternalServerError, """{"error":"lookup failed"}""");
    }

    [Fact]
    public async Task An_answer_passes_and_is_settled_with_everything_the_log_needs()
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("""{ "result": "ü" }"""));
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        var response = await target.SendAsync(Message, Target.CallerToken);

        await ShouldBeAsync(response, HttpStatusCode.OK, """{ "result": "ü" }""");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        agent.Requests.ShouldHaveSingleItem().Body.ShouldBe(Message);
        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        var report = target.Reports.ShouldHaveSingleItem();
        report.DeliveryId.ShouldBe("delivery");
        report.Caller.ShouldBe(new A2ACaller(CallerKind.Workspace, Target.CallerId));
        report.Outcome.ShouldBe(A2AOutcome.Answered);
        report.AgentStatus.ShouldBe(200);
        report.Method.ShouldBe("message/send");
        report.MessageId.ShouldBe("m");
        Encoding.UTF8.GetString(report.Request.Span).ShouldBe(Message);
        Encoding.UTF8.GetString(report.Response.Span).ShouldBe("""{ "result": "ü" }""");
        report.DurationMs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_message_between_agents_is_told_of_before_it_is_answered()
    {
        var mayAnswer = new TaskCompletionSource();
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await mayAnswer.Task;
            await connection.SendAsync(Carrier.Ok("{}"));
        });
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        var sending = target.SendAsync(Message, Target.CallerToken);

        await Patience.Until(() => !target.Signals.IsEmpty, "the departure is told");
        target.Reports.ShouldBeEmpty();
        mayAnswer.SetResult();
        (await sending).StatusCode.ShouldBe(HttpStatusCode.OK);
        var signal = target.Signals.ShouldHaveSingleItem();
        (signal.Type, signal.WorkspaceId).ShouldBe(("A2A_DISPATCHED", Target.Id));
        signal.PayloadJson.ShouldBe($$"""{"source_id":"{{Target.CallerId}}","target_id":"{{Target.Id}}","from_queue":false}""");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData(Target.Token)]
    public async Task A_message_that_passes_between_no_two_agents_is_not_told_of(string bearer)
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("{}"));
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        (await target.SendAsync(Message, bearer)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        target.Signals.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.7/4")]
    public async Task A_message_that_the_grain_queued_is_202()
    {
        await using var agent = new ScriptedAgent(connection => connection.ReadRequestAsync());
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);
        target.Settle = _ => new(SettlementKind.Queued, "q", 2);

        var response = await target.SendAsync(Message);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("""{"queued":true,"queue_id":"q","queue_depth":2,""");
        target.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(A2AOutcome.ConnectionLost);
    }

    [Fact]
    [Row("10.7/5")]
    public async Task A_message_that_could_not_be_queued_is_busy()
    {
        await using var agent = new ScriptedAgent(connection => connection.ReadRequestAsync());
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);
        target.Settle = _ => throw new IOException("The disk is full.");

        var response = await target.SendAsync(Message);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().ShouldBe("30");
    }

    [Fact]
    [Row("10.4/disconnect")]
    public async Task A_client_that_hangs_up_undoes_nothing()
    {
        var mayAnswer = new TaskCompletionSource();
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await mayAnswer.Task.WaitAsync(connection.Stopping);
            await connection.SendAsync(Carrier.Ok("{}"));
        });
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);
        using var hangUp = new CancellationTokenSource();

        var sending = target.SendAsync(Message, cancellationToken: hangUp.Token);
        await agent.Received.Task.Within("the message to arrive");
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
        mayAnswer.SetResult();

        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        target.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(A2AOutcome.Answered);
    }

    [Fact]
    [Row("10.6/stream")]
    public async Task An_event_stream_goes_through_part_by_part_when_the_client_asks_for_it()
    {
        var firstSeen = new TaskCompletionSource();
        await using var agent = Streaming(firstSeen.Task);
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        var response = await target.SendAsync(
            """{"jsonrpc":"2.0","id":1,"method":"message/stream"}""", headers: headers => headers.Accept.ParseAdd("text/event-stream"));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync().Within("the first part")).ShouldBe("data: 1");
        firstSeen.SetResult();
        (await reader.ReadToEndAsync().Within("the rest")).ShouldBe("\ndata: 2\n\n");
        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        Encoding.UTF8.GetString(target.Reports.Single().Response.Span).ShouldBe("data: 1\n\ndata: 2\n\n");
    }

    [Theory]
    [Row("10.6/stream")]
    [InlineData("message/send", "text/event-stream")]
    [InlineData("message/stream", "application/json")]
    public async Task An_event_stream_is_buffered_when_it_must_be(string method, string accept)
    {
        await using var agent = Streaming(Task.CompletedTask);
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        var response = await target.SendAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"}""", headers: headers => headers.Accept.ParseAdd(accept));

        await ShouldBeAsync(response, HttpStatusCode.OK, "data: 1\n\ndata: 2\n\n");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task A_stream_that_breaks_off_does_not_look_whole()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        });
        await using var target = await Target.StartAsync();
        target.Route = _ => Target.Deliver(agent.Url);

        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            // The end may overtake the beginning.
            var response = await target.SendAsync(
                """{"jsonrpc":"2.0","id":1,"method":"message/stream"}""", headers: headers => headers.Accept.ParseAdd("text/event-stream"));
            await response.Content.ReadAsStringAsync().Within("the end");
        });
        await Patience.Until(() => !target.Reports.IsEmpty, "the delivery is settled");
        target.Reports.Single().Outcome.ShouldBe(A2AOutcome.UnreadableAnswer);
    }

    [Fact]
    public async Task A_gateway_that_stops_gives_up_what_takes_too_long_and_the_grain_hears_of_it()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        await using var target = await Target.StartAsync(drainLimit: TimeSpan.FromMilliseconds(100));
        target.Route = _ => Target.Deliver(agent.Url);
        target.Settle = _ => new(SettlementKind.Queued, "q", 1);

        var sending = target.SendAsync(Message);
        await agent.Received.Task.Within("the message to arrive");
        await target.StopAsync();

        (await sending).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        target.Reports.ShouldHaveSingleItem().Outcome.ShouldBe(A2AOutcome.Abandoned);
    }

    static ScriptedAgent Streaming(Task secondMayGo) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        await connection.SendAsync("data: 1\n\n");
        await secondMayGo.WaitAsync(connection.Stopping);
        await connection.SendAsync("data: 2\n\n");
    });

    static void Claim(System.Net.Http.Headers.HttpRequestHeaders headers, string? claim)
    {
        if (claim is not null)
            headers.Add("X-Workspace-ID", claim);
    }

    static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string body)
    {
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        response.StatusCode.ShouldBe(status);
    }
}
