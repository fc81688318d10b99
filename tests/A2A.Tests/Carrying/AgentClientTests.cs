using System.Net;
using System.Net.Sockets;
using System.Text;
using Molecule.A2A.Tests.Support;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Grains.A2A;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests.Carrying;

/// <summary>What agents and networks do, and what it is called.</summary>
public class AgentClientTests
{
    [Fact]
    [Row("10.3/verbatim")]
    public async Task An_answer_comes_back_byte_for_byte_and_only_the_body_went_out()
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("""{ "result" : "ü" }"""));
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url, """{"jsonrpc":"2.0","x":"€"}""");

        carried.Outcome.ShouldBe(A2AOutcome.Answered);
        carried.AgentStatus.ShouldBe(200);
        carried.DurationMs.ShouldBeGreaterThan(0);
        Encoding.UTF8.GetString(carried.Response.Span).ShouldBe("""{ "result" : "ü" }""");
        var (head, body) = agent.Requests.ShouldHaveSingleItem();
        body.ShouldBe("""{"jsonrpc":"2.0","x":"€"}""");
        head.Split("\r\n").ShouldBe(
            ["POST /a2a?x=1 HTTP/1.1", $"Host: 127.0.0.1:{agent.Port}", "Content-Type: application/json", "Content-Length: 27"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_short_answer_is_passed_on_where_it_was_found_and_whatever_takes_longer_in_the_pool()
    {
        var largest = new string('x', AgentClient.Quick);
        using var carrier = new Carrier();

        (await IsPassedOnInPoolAsync("200 OK", largest)).ShouldBeFalse();
        (await IsPassedOnInPoolAsync("200 OK", largest + "x")).ShouldBeTrue();
        (await IsPassedOnInPoolAsync("302 Go\r\nLocation: /")).ShouldBeTrue();
        (await IsPassedOnInPoolAsync("200 OK", request: $"\"{largest}\"")).ShouldBeTrue();

        async Task<bool> IsPassedOnInPoolAsync(string status, string answer = "{}", string request = "{}")
        {
            // An answer that is there before anybody waits for it is found by nobody: the agent speaks when the message is under way, on a connection that is open.
            using var isAwaited = new SemaphoreSlim(1);
            await using var agent = new ScriptedAgent(async connection =>
            {
                while (true)
                {
                    await connection.ReadRequestAsync();
                    await isAwaited.WaitAsync(connection.Stopping);
                    await connection.SendAsync($"HTTP/1.1 {status}\r\nContent-Length: {answer.Length}\r\n\r\n{answer}");
                }
            });
            await carrier.CarryAsync(agent.Url);
            return await carrier.GoesOnInPoolAsync(agent.Url, request, () => isAwaited.Release());
        }
    }

    [Fact]
    public async Task An_error_status_is_an_answer()
    {
        await using var agent = ScriptedAgent.Answering("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.Answered);
        carried.AgentStatus.ShouldBe(503);
    }

    [Theory]
    [Row("10.5/dial")]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var other = ScriptedAgent.Answering(Carrier.Ok("{}"));
        await using var agent = ScriptedAgent.Answering($"HTTP/1.1 {status} Go\r\nLocation: {other.Url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.Redirected);
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.7/6")]
    public async Task A_closed_port_is_unreachable()
    {
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync($"http://127.0.0.1:{ClosedPort()}/");

        carried.Outcome.ShouldBe(A2AOutcome.Unreachable);
    }

    [Fact]
    public async Task An_unknown_name_is_unreachable()
    {
        using var carrier = new Carrier();

        (await carrier.CarryAsync("http://nobody.test/")).Outcome.ShouldBe(A2AOutcome.Unreachable);
    }

    [Fact]
    public async Task A_forbidden_literal_is_never_dialled()
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("{}"));
        using var carrier = new Carrier(AddressRules.Strict);

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.UnsafeUrl);
        agent.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_with_one_forbidden_address_is_never_dialled()
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("{}"));
        using var carrier = new Carrier(AddressRules.Strict, new FakeResolver { ["agent.test"] = ["93.184.215.14", "127.0.0.1"] });

        (await carrier.CarryAsync($"http://agent.test:{agent.Port}/")).Outcome.ShouldBe(A2AOutcome.UnsafeUrl);
        agent.Requests.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.5/dial")]
    public async Task A_name_is_looked_up_once_so_that_a_changed_answer_is_never_dialled()
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("{}"));
        var resolver = new FakeResolver { ["agent.test"] = ["127.0.0.1"] };
        resolver["agent.test"] = ["169.254.169.254"];
        using var carrier = new Carrier(AddressRules.Development, resolver);

        (await carrier.CarryAsync($"http://agent.test:{agent.Port}/")).Outcome.ShouldBe(A2AOutcome.Answered);
        resolver.Asked.ShouldBe(1);
        (await carrier.CarryAsync($"http://agent.test:{agent.Port}/")).Outcome.ShouldBe(A2AOutcome.UnsafeUrl);
        agent.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [Row("10.5/dial")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    public async Task A_name_that_was_registered_in_good_faith_and_points_elsewhere_since_is_never_dialled(string address)
    {
        await using var agent = ScriptedAgent.Answering(Carrier.Ok("{}"));
        var resolver = new FakeResolver { ["agent.test"] = ["93.184.215.14"] };
        resolver["agent.test"] = [address];
        var url = $"http://agent.test:{agent.Port}/";
        var policy = new AgentUrlPolicy(AddressRules.Strict, AddressRules.Strict, resolver, TimeProvider.System);
        (await policy.AcceptsRegistrationAsync(url, default)).ShouldBeTrue();
        using var carrier = new Carrier(AddressRules.Strict, resolver);

        (await carrier.CarryAsync(url)).Outcome.ShouldBe(A2AOutcome.UnsafeUrl);

        resolver.Asked.ShouldBe(2);
        agent.Requests.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.5/own")]
    public async Task A_trusted_url_is_exempt_and_its_connection_serves_nobody_else()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            while (true)
            {
                await connection.ReadRequestAsync();
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        using var carrier = new Carrier(AddressRules.Strict, new FakeResolver { ["agent.test"] = ["127.0.0.1"] });
        var url = $"http://agent.test:{agent.Port}/";

        (await carrier.CarryAsync(url, trusted: true)).Outcome.ShouldBe(A2AOutcome.Answered);
        (await carrier.CarryAsync(url)).Outcome.ShouldBe(A2AOutcome.UnsafeUrl);
        agent.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_ends_without_an_answer_is_lost()
    {
        await using var agent = new ScriptedAgent(connection => connection.ReadRequestAsync());
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.ConnectionLost);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_lost()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.ConnectionLost);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    [InlineData("{\"jsonrpc\":\"2.0\"}\r\n\r\n")]
    public async Task An_answer_that_is_no_HTTP_is_not_waited_for_again(string answer)
    {
        await using var agent = ScriptedAgent.Answering(answer);
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.Unreachable);
    }

    [Fact]
    public async Task An_answer_with_endless_headers_is_not_waited_for_again()
    {
        await using var agent = ScriptedAgent.Answering($"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\nContent-Length: 0\r\n\r\n");
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.Unreachable);
    }

    [Fact]
    public async Task A_switch_to_another_protocol_is_unreadable()
    {
        await using var agent = ScriptedAgent.Answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n{}");
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.UnreadableAnswer);
        carried.AgentStatus.ShouldBe(101);
    }

    [Fact]
    [Row("10.6/unreadable")]
    public async Task An_answer_that_breaks_off_is_unreadable()
    {
        await using var agent = ScriptedAgent.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":");
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.UnreadableAnswer);
        carried.AgentStatus.ShouldBe(200);
    }

    [Fact]
    public async Task A_declared_length_over_ten_mebibytes_is_too_large_even_if_the_agent_slams_the_door()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {AnswerReader.Limit + 1}\r\n\r\n");
            await connection.HangAsync();
        });
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.AnswerTooLarge);
    }

    [Fact]
    [Row("10.6/limit")]
    public async Task Over_ten_mebibytes_without_a_declared_length_is_too_large()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            var chunk = (byte[])[.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
            for (var sent = 0; sent <= AnswerReader.Limit; sent += 0x10000)
                await connection.SendAsync(chunk);
            await connection.HangAsync();
        });
        using var carrier = new Carrier();

        (await carrier.CarryAsync(agent.Url)).Outcome.ShouldBe(A2AOutcome.AnswerTooLarge);
    }

    [Fact]
    [Row("10.6/limit")]
    public async Task Exactly_ten_mebibytes_are_taken()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {AnswerReader.Limit}\r\nConnection: close\r\n\r\n");
            await connection.SendAsync(new byte[AnswerReader.Limit]);
            await connection.HangAsync();
        });
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.Answered);
        carried.Response.Length.ShouldBe(AnswerReader.Limit);
    }

    [Fact]
    public async Task Silence_after_the_request_left_may_have_been_delivered()
    {
        var time = new ManualTime();
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        using var carrier = new Carrier(time: time);

        var carrying = carrier.CarryAsync(agent.Url);
        await agent.Received.Task.Within("the request to arrive");
        time.Advance(TimeSpan.FromMinutes(4));
        carrier.Pulses.Beat("org", "target");
        time.Advance(TimeSpan.FromMinutes(4));
        carrying.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(1));

        (await carrying).Outcome.ShouldBe(A2AOutcome.TimedOutAfterDelivery);
    }

    [Fact]
    public async Task A_ceiling_ends_even_a_lively_delivery()
    {
        var time = new ManualTime();
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        using var carrier = new Carrier(time: time);

        var carrying = carrier.CarryAsync(agent.Url, ceiling: TimeSpan.FromSeconds(30));
        await agent.Received.Task.Within("the request to arrive");
        carrier.Pulses.Beat("org", "target");
        time.Advance(TimeSpan.FromSeconds(30));

        (await carrying).Outcome.ShouldBe(A2AOutcome.TimedOutAfterDelivery);
    }

    [Fact]
    public async Task Time_that_runs_out_before_a_connection_delivered_nothing()
    {
        var time = new ManualTime();
        using var carrier = new Carrier(resolver: new FakeResolver { Delay = new TaskCompletionSource().Task }, time: time);

        var carrying = carrier.CarryAsync("http://slow.test/");
        await Patience.Until(() => carrier.Resolver.Asked == 1, "the name is looked up");
        time.Advance(TimeSpan.FromSeconds(10));

        (await carrying).Outcome.ShouldBe(A2AOutcome.TimedOutBeforeDelivery);
    }

    [Fact]
    public async Task A_process_that_stops_gives_its_deliveries_up()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        using var carrier = new Carrier();

        var carrying = carrier.CarryAsync(agent.Url);
        await agent.Received.Task.Within("the request to arrive");
        await carrier.Stopping.CancelAsync();

        (await carrying).Outcome.ShouldBe(A2AOutcome.Abandoned);
    }

    [Fact]
    public async Task An_event_stream_goes_on_part_by_part()
    {
        var firstSeen = new TaskCompletionSource();
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n");
            await connection.SendAsync("data: 1\n\n");
            await firstSeen.Task.WaitAsync(connection.Stopping);
            await connection.SendAsync("data: 2\n\n");
        });
        using var carrier = new Carrier();
        var sink = new Recorder(firstSeen);

        var carried = await carrier.CarryAsync(agent.Url, sink: sink);

        carried.Outcome.ShouldBe(A2AOutcome.Answered);
        sink.Text.ToString().ShouldBe("data: 1\n\ndata: 2\n\n");
        Encoding.UTF8.GetString(carried.Response.Span).ShouldBe("data: 1\n\ndata: 2\n\n");
    }

    [Fact]
    public async Task An_event_stream_without_a_sink_is_collected_to_its_end()
    {
        await using var agent = ScriptedAgent.Answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n");
        using var carrier = new Carrier();

        var carried = await carrier.CarryAsync(agent.Url);

        carried.Outcome.ShouldBe(A2AOutcome.Answered);
        Encoding.UTF8.GetString(carried.Response.Span).ShouldBe("data: 1\n\n");
    }

    static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    sealed class Recorder(TaskCompletionSource firstSeen) : IAnswerSink
    {
        public StringBuilder Text { get; } = new();

        public ValueTask BeginAsync(int status, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
        {
            Text.Append(Encoding.UTF8.GetString(part.Span));
            firstSeen.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
