using System.Net;
using System.Text;
using System.Text.Json;
using Molecule.Sdk.Tests.Support;

namespace Molecule.Sdk.Tests;

public sealed class InboundTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kind")]
    [InlineData("type")]
    public async Task Text_part_is_read_in_both_spellings(string spelling)
    {
        await using var agent = await fixture.StartAsync();
        var reply = await fixture.SendAsync(agent, Guid.NewGuid().ToString(), "hi", spelling);
        AgentFixture.TextOf(reply).ShouldBe("echo: hi");
        reply.GetProperty("id").GetInt32().ShouldBe(7);
        reply.GetProperty("result").GetProperty("kind").GetString().ShouldBe("message");
        reply.GetProperty("result").GetProperty("role").GetString().ShouldBe("agent");
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":"tasks/juggle"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":"a","method":"message/send","params":{}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":"a"}""", -32600)]
    [InlineData("""[]""", -32600)]
    [InlineData("""{"jsonrpc":""", -32700)]
    [InlineData("", -32700)]
    public async Task Call_that_is_wrong_is_answered_with_its_code(string body, int code)
    {
        await using var agent = await fixture.StartAsync();
        var response = await fixture.PostAsync(agent, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement;
        reply.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(code);
    }

    [Fact]
    public async Task Repeat_is_answered_with_the_first_result()
    {
        var handled = 0;
        await using var agent = await fixture.StartAsync((_, _) => Task.FromResult($"answer {Interlocked.Increment(ref handled)}"));

        var first = await fixture.SendAsync(agent, "same");
        var second = await fixture.SendAsync(agent, "same");

        handled.ShouldBe(1);
        second.ToString().ShouldBe(first.ToString());
    }

    [Fact]
    public async Task Repeat_during_the_work_waits_for_it()
    {
        var handled = 0;
        var go = new TaskCompletionSource();
        await using var agent = await fixture.StartAsync(async (_, _) =>
        {
            Interlocked.Increment(ref handled);
            await go.Task;
            return "once";
        });

        var first = fixture.SendAsync(agent, "slow");
        await Eventually.IsTrue(() => handled == 1, "the work began");
        var second = fixture.SendAsync(agent, "slow");
        go.SetResult();

        AgentFixture.TextOf(await first).ShouldBe("once");
        AgentFixture.TextOf(await second).ShouldBe("once");
        handled.ShouldBe(1);
    }

    [Fact]
    public async Task Work_goes_on_when_the_caller_hangs_up_and_a_repeat_gets_its_answer()
    {
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var agent = await fixture.StartAsync(async (_, _) =>
        {
            began.SetResult();
            await go.Task;
            return "still here";
        });

        using var http = new HttpClient();
        using var hangUp = new CancellationTokenSource();
        using var body = new StringContent(AgentFixture.Message("hang-up"), Encoding.UTF8, "application/json");
        var call = http.PostAsync(agent.Url, body, hangUp.Token);
        await began.Task;
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        go.SetResult();

        AgentFixture.TextOf(await fixture.SendAsync(agent, "hang-up")).ShouldBe("still here");
    }

    [Fact]
    public async Task Web_page_cannot_call_an_agent()
    {
        await using var agent = await fixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, agent.Url)
        {
            Content = new StringContent(AgentFixture.Message("csrf"), Encoding.UTF8, "application/json"),
            Headers = { { "Origin", "https://evil.example" } },
        };
        (await fixture.PostAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await fixture.PostAsync(agent, AgentFixture.Message("csrf"), "text/plain"))
            .StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_with_413()
    {
        await using var agent = await fixture.StartAsync();
        var response = await fixture.PostAsync(agent, AgentFixture.Message("big", new string('x', 1024 * 1024)));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Message_above_the_limit_of_concurrent_work_is_refused_and_taken_later()
    {
        var go = new TaskCompletionSource();
        var handled = 0;
        await using var agent = await fixture.StartAsync(
            async (_, _) =>
            {
                Interlocked.Increment(ref handled);
                await go.Task;
                return "ok";
            },
            fixture.Options with { MaxConcurrentMessages = 1 });

        var first = fixture.SendAsync(agent, "one");
        await Eventually.IsTrue(() => handled == 1, "the work began");
        (await fixture.PostAsync(agent, AgentFixture.Message("two"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        go.SetResult();
        await first;

        AgentFixture.TextOf(await fixture.SendAsync(agent, "two")).ShouldBe("ok");
    }

    [Fact]
    public async Task Stream_carries_progress_and_ends_with_the_answer()
    {
        await using var agent = await fixture.StartAsync((_, context) =>
        {
            context.Report("half way");
            return Task.FromResult("finished");
        });

        var response = await fixture.PostAsync(agent, AgentFixture.Message("stream", method: "message/stream"));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = (await response.Content.ReadAsStringAsync(Cancelled)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(frame => JsonDocument.Parse(frame["data: ".Length..]).RootElement.GetProperty("result")).ToArray();
        events.Select(e => e.GetProperty("kind").GetString()).ShouldBe(["task", "status-update", "status-update"]);
        events[^1].GetProperty("final").GetBoolean().ShouldBeTrue();
        events[^1].GetProperty("status").GetProperty("message").GetProperty("parts")[0]
            .GetProperty("text").GetString().ShouldBe("finished");
    }

    [Fact]
    public async Task Stop_waits_for_the_message_in_hand()
    {
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var agent = await fixture.StartAsync(async (_, _) =>
        {
            began.SetResult();
            await go.Task;
            return "drained";
        });

        var answer = fixture.SendAsync(agent, "draining");
        await began.Task;
        var stop = agent.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        go.SetResult();

        AgentFixture.TextOf(await answer).ShouldBe("drained");
        await stop;
        agent.State.ShouldBe(AgentState.Stopped);
    }

    [Fact]
    public async Task Card_is_shown_at_its_well_known_place()
    {
        await using var agent = await fixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(agent.Url!, ".well-known/agent-card.json"));
        (await (await fixture.PostAsync(request)).Content.ReadAsStringAsync(Cancelled)).ShouldContain("\"name\":\"tester\"");
    }
}
