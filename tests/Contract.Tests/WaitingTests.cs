using System.Text;
using System.Text.Json;
using Molecule.A2A.Tests.Support;
using Molecule.Contract.Tests.Support;
using Molecule.Storage.A2AQueue;

namespace Molecule.Contract.Tests;

/// <summary>Chapters 11 and 12.3: messages and delegations that wait for an agent, or try again, with agents that count what they get.</summary>
public sealed class WaitingTests(AnswerTests.Mail mail) : IClassFixture<AnswerTests.Mail>
{
    [Fact]
    [Row("11/entry")]
    public async Task Message_waitsOnceUnderItsId()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var target = await mail.AddAsync(agent.Script);

        var first = (await SendAsync(target, "m1")).Ok(202);
        var again = (await SendAsync(target, "m1")).Ok(202);
        var second = (await SendAsync(target, "m2")).Ok(202);

        again.String("queue_id").ShouldBe(first.String("queue_id"));
        second.String("queue_id").ShouldNotBe(first.String("queue_id"));
        new[] { first, again, second }.Select(answer => answer.Json.GetProperty("queue_depth").GetInt32()).ShouldBe([1, 1, 2]);
    }

    [Fact]
    [Row("11/drain 10.7/id")]
    public async Task Heartbeat_withRoom_takesOneMessageInOrder()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var target = await mail.AddAsync(agent.Script);
        var entries = new List<string>();
        foreach (var id in (string[])["m1", "m2", "m3"])
            entries.Add((await SendAsync(target, id)).Ok(202).String("queue_id"));
        agent.Forget(MoodyAgent.Answers("{}"));

        await BeatAsync(target, tasks: 1);
        for (var n = 1; n <= 3; n++)
        {
            await BeatAsync(target);
            await agent.HasAsync(n);
            // As long as it is on its way there is no room for the next.
            await Eventually.TrueAsync(async () => await FindAsync(entries[n - 1]) is { IsOpen: false });
        }

        agent.Received.ShouldBe(["m1", "m2", "m3"]);
    }

    [Fact]
    [Row("11/attempts")]
    public async Task Message_thatFails_isTriedFiveTimes()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var target = await mail.AddAsync(agent.Script);
        var entry = (await SendAsync(target, "m1")).Ok(202).String("queue_id");
        agent.Forget("HTTP/1.1 500 Oops\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{\"error\":\"boom\"}");

        await BeatUntilAsync(target, async () => (await FindAsync(entry)) is { IsOpen: false });

        agent.Received.ShouldBe(["m1", "m1", "m1", "m1", "m1"]);
        (await FindAsync(entry))!.LastError.ShouldBe("boom");
    }

    [Fact]
    [Row("11/busy 11/202")]
    public async Task Message_toAnAgentThatIsBusyAgain_goesOnWaiting()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var target = await mail.AddAsync(agent.Script);
        var entry = (await SendAsync(target, "m1")).Ok(202).String("queue_id");
        agent.Forget(MoodyAgent.HangsUp);

        // More often than it may fail.
        await BeatUntilAsync(target, () => Task.FromResult(agent.Received.Count >= 4));
        agent.Mood = MoodyAgent.Answers("""{"queued":true}""", 202);
        await BeatUntilAsync(target, () => Task.FromResult(agent.Received.Count >= 8));
        (await FindAsync(entry))!.IsOpen.ShouldBeTrue();

        // A 202 of its own is an answer.
        agent.Mood = MoodyAgent.Answers("""{"status":"taken"}""", 202);
        await BeatUntilAsync(target, async () => await FindAsync(entry) is { IsOpen: false });
        var sent = agent.Received.Count;
        await BeatAsync(target);
        await BeatAsync(target);
        agent.Received.Count.ShouldBe(sent);
    }

    [Fact]
    [Row("11/delegation 12.4/f 16/DELEGATION_COMPLETE")]
    public async Task Delegation_thatWaited_isCompletedByTheQueue()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var (boss, target) = (await mail.AddAsync(), await mail.AddAsync(agent.Script));
        await using var feed = await LiveFeed.OpenAsync(mail.Server, "admin");
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = target.Id, task = "t" })).Ok(202).String("delegation_id");
        async Task<string[]> StatusesAsync() =>
            [.. (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json.EnumerateArray().Select(row => row.GetProperty("status").GetString()!)];
        await Eventually.TrueAsync(async () => (await StatusesAsync()).Contains("queued"));
        agent.Forget(MoodyAgent.Answers("""{"result":{"parts":[{"type":"text","text":"at last"}]}}"""));

        await BeatUntilAsync(target, async () => (await StatusesAsync()).Contains("completed"));

        (await StatusesAsync()).ShouldBe(["completed", "completed"]);
        (await feed.NextAsync(boss.Id, "DELEGATION_COMPLETE"))
            .ShouldBe($$"""{"delegation_id":"{{id}}","target_id":"{{target.Id}}","response_preview":"at last","via":"queue_drain"}""");
        agent.Received.ShouldBe([id]);
    }

    [Theory]
    [Row("11/orphans")]
    [InlineData("pause")]
    [InlineData("delete")]
    public async Task Message_toWhomIsGone_isNotSent(string how)
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.HangsUp };
        var (boss, target) = (await mail.AddAsync(), await mail.AddAsync(agent.Script));
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = target.Id, task = "t" })).Ok(202).String("delegation_id");
        await Eventually.TrueAsync(async () => (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Text.Contains("\"status\":\"queued\""));
        agent.Forget(MoodyAgent.Answers("{}"));

        if (how == "pause")
        {
            (await mail.Admin.PostAsync($"/workspaces/{target.Id}/pause")).Ok();
            for (var n = 0; n < 3; n++)
                await BeatAsync(target);
        }
        else
        {
            (await mail.Admin.DeleteAsync($"/workspaces/{target.Id}")).Ok();
            await Eventually.TrueAsync(async () =>
                (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json[0].GetProperty("status").GetString() == "failed");
            await Eventually.TrueAsync(async () => (await mail.Admin.GetAsync($"/events/{boss.Id}")).Ok().Text.Contains("DELEGATION_FAILED", StringComparison.Ordinal));
        }

        agent.Received.ShouldBeEmpty();
        id.Length.ShouldBe(36);
    }

    [Fact]
    [Row("12.3/retry")]
    public async Task Delegation_thatDidNotArrive_isSentOnceMore()
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.Answers("""{"result":{"parts":[{"type":"text","text":"done"}]}}""") };
        mail.Names.Set("late.test", "93.184.215.14");
        var (boss, target) = (await mail.AddAsync(), await mail.AddAtAsync($"http://late.test:{agent.Script.Port}/"));
        mail.Names.Set("late.test");
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = target.Id, task = "t" })).Ok(202).String("delegation_id");
        await Eventually.TrueAsync(async () => (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Text.Contains("\"status\":\"dispatched\""));

        // The first attempt finds no address; the second one does.
        await Eventually.TrueAsync(async () =>
            (await mail.Admin.GetAsync($"/workspaces/{target.Id}/activity?type=a2a_receive")).Ok().Text.Contains("failed to reach workspace agent")
            || (await mail.Admin.GetAsync($"/workspaces/{target.Id}/activity?type=a2a_receive")).Ok().Json.GetArrayLength() > 0);
        mail.Names.Set("late.test", "127.0.0.1");
        await Eventually.TrueAsync(async () => (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Text.Contains("\"status\":\"completed\""));
        agent.Received.ShouldBe([id]);
    }

    [Theory]
    [Row("12.3/retry")]
    [InlineData("HTTP/1.1 400 Bad\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{\"error\":\"bad\"}", "bad")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{\"error\":\"oops\"}", "oops")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\ncut", "failed to read agent response")]
    public async Task Delegation_thatArrived_isNotSentAgain(string answer, string error)
    {
        await using var agent = new MoodyAgent { Mood = answer };
        var (boss, target) = (await mail.AddAsync(), await mail.AddAsync(agent.Script));
        var id = (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = target.Id, task = "t" })).Ok(202).String("delegation_id");

        // It fails at once: there is no second attempt to wait for.
        await Eventually.TrueAsync(async () =>
            (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json[0] is var row && row.GetProperty("status").GetString() == "failed"
            && row.GetProperty("error").GetString() == error);
        agent.Received.ShouldBe([id]);
    }

    [Theory]
    [Row("12.3/reply")]
    [InlineData("""{"result":{"parts":[{"type":"text","text":"a"},{"kind":"text","text":"b"}]}}""", "a\nb")]
    [InlineData("""{"result":{"artifacts":[{"parts":[{"kind":"text","text":"c"}]}]}}""", "c")]
    [InlineData("""{"result":{"message":{"parts":[{"kind":"text","text":"d"}]}}}""", "d")]
    [InlineData("""{"result":{"status":{"message":{"parts":[{"kind":"text","text":"e"}]}}}}""", "e")]
    [InlineData("""{"other":1}""", """{"other":1}""")]
    public async Task Delegation_isCompletedWithTheTextOfTheReply(string reply, string text)
    {
        await using var agent = new MoodyAgent { Mood = MoodyAgent.Answers(reply) };
        var (boss, target) = (await mail.AddAsync(), await mail.AddAsync(agent.Script));
        (await boss.Client.PostAsync($"/workspaces/{boss.Id}/delegate", new { target_id = target.Id, task = "t" })).Ok(202);

        var preview = "";
        await Eventually.TrueAsync(async () =>
            (await boss.Client.GetAsync($"/workspaces/{boss.Id}/delegations")).Ok().Json[0] is var row && row.GetProperty("status").GetString() == "completed"
            && (preview = row.GetProperty("response_preview").GetString()!).Length > 0);
        preview.ShouldBe(text);
    }

    Task<Answer> SendAsync(Member target, string messageId) => mail.Admin.PostAsync(
        $"/workspaces/{target.Id}/a2a", new { method = "message/send", @params = new { message = new { messageId, parts = Array.Empty<object>() } } });

    static async Task BeatAsync(Member target, int tasks = 0) =>
        (await target.Client.PostAsync("/registry/heartbeat", new { workspace_id = target.Id, active_tasks = tasks })).Ok();

    static Task BeatUntilAsync(Member target, Func<Task<bool>> condition) => Eventually.TrueAsync(async () =>
    {
        if (await condition())
            return true;
        await BeatAsync(target);
        return false;
    });

    async Task<QueueState?> FindAsync(string entry) => await mail.Server.Services.GetRequiredService<IA2AQueue>().FindAsync("default", entry);

    /// <summary>An agent that does what it is told to at the moment.</summary>
    sealed class MoodyAgent : IAsyncDisposable
    {
        /// <summary>It takes a message and closes the connection.</summary>
        public const string HangsUp = "";

        readonly List<string> _received = [];
        volatile string _mood = HangsUp;

        public MoodyAgent() => Script = new(TakeAsync);

        public ScriptedAgent Script { get; }

        /// <summary>What it sends back.</summary>
        public string Mood
        {
            get => _mood;
            set => _mood = value;
        }

        /// <summary>The ids of the messages that it got.</summary>
        public IReadOnlyList<string> Received
        {
            get
            {
                lock (_received)
                    return [.. _received];
            }
        }

        public static string Answers(string body, int status = 200) =>
            $"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

        /// <summary>Forgets what it got, and is of another mood.</summary>
        public void Forget(string mood)
        {
            lock (_received)
                _received.Clear();
            _mood = mood;
        }

        /// <summary>Waits until it has so many; the sweep may have sent one, too.</summary>
        public Task HasAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(Received.Count >= count));

        public ValueTask DisposeAsync() => Script.DisposeAsync();

        async Task TakeAsync(AgentConnection connection)
        {
            var request = await connection.ReadRequestAsync();
            using var message = JsonDocument.Parse(request.Body);
            lock (_received)
                _received.Add(message.RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!);
            if (_mood is { Length: > 0 } mood)
                await connection.SendAsync(mood);
        }
    }
}
