using System.Text;
using System.Text.Json;
using Molecule.A2A.Tests.Support;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Storage.A2AQueue;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 10: what a caller hears of whatever an agent and the way to it do, with agents that do it.</summary>
public sealed class AnswerTests(AnswerTests.Mail mail) : IClassFixture<AnswerTests.Mail>
{
    const string Message = """{"jsonrpc":"2.0","id":1,"method":"message/send","params":{"message":{"messageId":"m1","parts":[{"kind":"text","text":"hi"}]}}}""";
    const string Unread = """{"error":"failed to read agent response","delivery_confirmed":true}""";
    const string Unreached = """{"error":"failed to reach workspace agent"}""";

    [Theory]
    [Row("1.1/types 10.6/2xx 10.6/error 10.6/unreadable 10.5/dial")]
    [InlineData("200 OK", """{ "jsonrpc":"2.0" , "error":{"code":-32601}}""", 200, null)]
    [InlineData("201 Made", "not even json", 201, null)]
    [InlineData("202 Accepted", """{"status":"taken"}""", 202, null)]
    [InlineData("400 Bad", """{"error":"no such skill"}""", 400, """{"error":"no such skill"}""")]
    [InlineData("404 Gone", """{"detail":"internal path","error":{"code":1}}""", 404, """{"error":"Not Found"}""")]
    [InlineData("429 Slow", """{"detail":"internal path"}""", 429, """{"error":"Too Many Requests"}""")]
    [InlineData("500 Oops", "<html>", 500, """{"error":"Internal Server Error"}""")]
    [InlineData("503 Busy", "", 503, """{"error":"Service Unavailable"}""")]
    [InlineData("301 Moved\r\nLocation: http://localhost/", "", 502, Unreached)]
    [InlineData("302 Found\r\nLocation: http://localhost/", "", 502, Unreached)]
    [InlineData("308 Moved\r\nLocation: http://localhost/", "", 502, Unreached)]
    [InlineData("200 OK\r\nX-Broken: 1", "cut", 502, Unread)]
    [InlineData("500 Oops\r\nX-Broken: 1", "cut", 502, """{"error":"failed to read agent response","delivery_confirmed":false}""")]
    public async Task Agent_thatAnswers(string head, string body, int status, string? seen)
    {
        var length = Encoding.UTF8.GetByteCount(body) + (head.Contains("X-Broken", StringComparison.Ordinal) ? 10 : 0);
        await using var agent = ScriptedAgent.Answering($"HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
        var target = await mail.AddAsync(agent);

        var answer = await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", Message);

        answer.ShouldBe(status, seen ?? body);
        answer.Type.ShouldBe(seen is null ? "application/json" : "application/json; charset=utf-8");
        agent.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [Row("10.6/limit")]
    [InlineData(10 * 1024 * 1024, 200)]
    [InlineData((10 * 1024 * 1024) + 1, 502)]
    public async Task Agent_thatAnswersAtLength(int length, int status)
    {
        await using var agent = ScriptedAgent.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{new string('x', length)}");
        var target = await mail.AddAsync(agent);

        var answer = await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", Message);

        answer.Status.ShouldBe(status);
        if (status == 200)
            answer.Text.Length.ShouldBe(length);
        else
            answer.Text.ShouldBe(Unread);
    }

    [Theory]
    [Row("10.2/envelope 10.2/messageId")]
    [InlineData(Message, Message)]
    [InlineData("""{"jsonrpc":"1.0","method":"x","more":[1]}""", """{"jsonrpc":"1.0","method":"x","more":[1]}""")]
    [InlineData("""{"method":"message/send","params":{"a":1},"dropped":true}""", """{"jsonrpc":"2.0","id":"*","method":"message/send","params":{"a":1}}""")]
    [InlineData("""{"params":{}}""", """{"jsonrpc":"2.0","id":"*","method":null,"params":{}}""")]
    [InlineData(
        """{"jsonrpc":"2.0","id":7,"method":"m","params":{"message":{"parts":[{"type":"text","text":"t"}]}}}""",
        """{"jsonrpc":"2.0","id":7,"method":"m","params":{"message":{"messageId":"*","parts":[{"type":"text","text":"t"}]}}}""")]
    public async Task Message_reachesTheAgentAs(string sent, string received)
    {
        await using var agent = ScriptedAgent.Answering(Ok("{}"));
        var target = await mail.AddAsync(agent);

        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", sent)).Ok();

        var body = agent.Requests.ShouldHaveSingleItem().Body;
        if (received.Contains("\"*\"", StringComparison.Ordinal))
        {
            var made = System.Text.RegularExpressions.Regex.Match(body, "\"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})\"");
            made.Success.ShouldBeTrue(body);
            body = body.Replace(made.Value, "\"*\"");
        }

        body.ShouldBe(received);
    }

    [Theory]
    [Row("10.1/7")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Message_thatIsNoObject(string body)
    {
        await using var agent = ScriptedAgent.Answering(Ok("{}"));
        (await mail.Admin.PostAsync($"/workspaces/{(await mail.AddAsync(agent)).Id}/a2a", body)).ShouldFail(400, "invalid JSON");
        agent.Requests.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.3/verbatim")]
    public async Task Message_carriesNothingOfItsSender()
    {
        await using var agent = ScriptedAgent.Answering(Ok("{}"));
        var target = await mail.AddAsync(agent);

        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", Message, ("Cookie", "a=b"), ("X-Custom", "c"), ("Accept-Language", "de"))).Ok();

        agent.Requests.Single().Head.Split("\r\n").ShouldBe(
            ["POST /a2a?x=1 HTTP/1.1", $"Host: localhost:{agent.Port}", "Content-Type: application/json", $"Content-Length: {Message.Length}"], ignoreOrder: true);
    }

    [Fact]
    [Row("10.1/4 10.1/6 10.1/removed 10.1/order")]
    public async Task Message_thatGetsNoRoute()
    {
        await using var agent = ScriptedAgent.Answering(Ok("{}"));
        var root = await mail.AddAsync();
        var (left, right) = (await mail.AddAsync(parent: root.Id), await mail.AddAsync(parent: root.Id));
        var (one, other) = (await mail.AddAsync(parent: left.Id), await mail.AddAsync(agent, right.Id));

        (await one.Client.PostAsync($"/workspaces/{other.Id}/a2a", Message)).ShouldFail(403, "access denied: workspaces cannot communicate per hierarchy rules");
        (await one.Client.PostAsync($"/workspaces/{left.Id}/a2a", Message)).ShouldBe(503, """{"error":"workspace has no URL","status":"awaiting_agent"}""");
        (await mail.Admin.PostAsync($"/workspaces/{Ids.Unknown}/a2a", "no json")).ShouldFail(404, "workspace not found");
        (await mail.Admin.DeleteAsync($"/workspaces/{other.Id}")).Ok();
        (await mail.Admin.PostAsync($"/workspaces/{other.Id}/a2a", Message)).ShouldFail(404, "workspace not found");
        agent.Requests.ShouldBeEmpty();
    }

    [Fact]
    [Row("10.7/6 7.4/internal")]
    public async Task Agent_thatIsNotThere()
    {
        ScriptedAgent gone;
        await using (gone = ScriptedAgent.Answering(""))
        {
        }

        var refused = await mail.AddAsync(gone);
        (await mail.Admin.PostAsync($"/workspaces/{refused.Id}/a2a", Message)).ShouldBe(502, Unreached);

        mail.Names.Set("forgotten.test", "93.184.215.14");
        var forgotten = await mail.AddAtAsync("http://forgotten.test/");
        mail.Names.Set("forgotten.test");
        (await mail.Admin.PostAsync($"/workspaces/{forgotten.Id}/a2a", Message)).ShouldBe(502, Unreached);
    }

    [Theory]
    [Row("10.1/order 10.5/dial 10.5/table")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    public async Task Agent_whoseNamePointsElsewhereSince(string address)
    {
        mail.Names.Set("rebound.test", "93.184.215.14");
        var target = await mail.AddAtAsync("http://rebound.test/");
        mail.Names.Set("rebound.test", "93.184.215.14", address);

        foreach (var body in (string[])[Message, "{"])
            (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", body)).ShouldFail(502, "workspace URL is not publicly routable");
    }

    [Fact]
    [Row("10.7/3 10.7/4 10.7/5")]
    public async Task Agent_thatHangsUp()
    {
        await using var agent = new ScriptedAgent(connection => connection.ReadRequestAsync());
        var target = await mail.AddAsync(agent);
        var path = $"/workspaces/{target.Id}/a2a";

        var queued = (await mail.Admin.PostAsync(path, Message)).Ok(202);
        queued.Text.ShouldBe($$"""{"queued":true,"queue_id":"{{queued.String("queue_id")}}","queue_depth":1,"message":"workspace agent busy — request queued, will dispatch when capacity available"}""");

        using (mail.Plan.Break("IA2AQueue.EnqueueAsync", () => new IOException("The disk is full.")))
        {
            var busy = await mail.Admin.PostAsync(path, Message.Replace("m1", "m2"));
            busy.ShouldBe(503, """{"error":"workspace agent busy — retry after a short backoff","busy":true,"retry_after":30}""");
            busy.Headers["Retry-After"].ShouldBe("30");
        }

        (await target.Client.PostAsync("/registry/heartbeat", new { workspace_id = target.Id, active_tasks = 1, runtime_metadata = new { capabilities = new { session = true } } })).Ok();
        var native = await mail.Admin.PostAsync(path, Message.Replace("m1", "m3"));
        native.ShouldBe(
            503, """{"error":"workspace agent busy — adapter handles retry (native_session)","busy":true,"retry_after":30,"native_session":true}""");
        native.Headers["Retry-After"].ShouldBe("30");
    }

    [Theory]
    [Row("1.4/timeout 10.4/ceiling 10.4/idle")]
    [InlineData("1", null)]
    [InlineData("0", 1)]
    [InlineData("nonsense", 1)]
    public async Task Agent_thatSaysNothing(string timeout, int? idleSeconds)
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HangAsync();
        });
        var target = await mail.AddAsync(agent);
        if (idleSeconds is { } seconds)
            (await target.Client.PostAsync("/registry/heartbeat", new { workspace_id = target.Id, runtime_metadata = new { idle_timeout_seconds = seconds } })).Ok();

        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", Message, ("X-Timeout", timeout))).Ok(202).String("queue_id").Length.ShouldBe(36);
    }

    [Fact]
    [Row("4.1/last_outbound_at 1.3/times 10.8/response 10.8/row")]
    public async Task Answer_toAnAgent_isNotTheCanvases()
    {
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(Ok("""{"result":1}""").Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        });
        var (caller, target) = (await mail.AddAsync(), await mail.AddAsync(agent));
        await using var feed = await LiveFeed.OpenAsync(mail.Server, "admin");

        (await caller.Client.PostAsync($"/workspaces/{target.Id}/a2a", """{"method":"by/agent"}""")).Ok();
        (await target.Client.PostAsync($"/workspaces/{target.Id}/a2a", """{"method":"by/itself"}""", ("X-Workspace-ID", target.Id))).Ok();
        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", """{"method":"by/canvas"}""")).Ok();

        var told = JsonDocument.Parse(await feed.NextAsync(target.Id, "A2A_RESPONSE")).RootElement;
        (told.GetProperty("method").GetString(), told.GetProperty("response_body").GetRawText()).ShouldBe(("by/canvas", """{"result":1}"""));
        var seen = "";
        await Eventually.TrueAsync(async () =>
            (await mail.Server.Anonymous().GetAsync($"/workspaces/{caller.Id}")).Json.GetProperty("last_outbound_at").GetString() is { } at && (seen = at).Length > 0);
        seen.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$");
        (await mail.Server.Anonymous().GetAsync($"/workspaces/{target.Id}")).Ok();

        JsonElement[] rows = [];
        await Eventually.TrueAsync(async () =>
            (rows = [.. (await mail.Admin.GetAsync($"/workspaces/{target.Id}/activity?type=a2a_receive")).Ok().Json.EnumerateArray()]).Length == 3);
        rows.Select(row => (row.GetProperty("method").GetString(), row.GetProperty("source_id").GetString()))
            .ShouldBe([("by/canvas", null), ("by/itself", target.Id), ("by/agent", caller.Id)], ignoreOrder: true);
        rows.ShouldAllBe(row => row.GetProperty("target_id").GetString() == target.Id && row.GetProperty("status").GetString() == "ok"
            && row.GetProperty("summary").GetString() == row.GetProperty("method").GetString() + " → member");
    }

    [Fact]
    [Row("10.8/row")]
    public async Task Redirect_isLoggedAsAFailure()
    {
        await using var agent = ScriptedAgent.Answering("HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n");
        var target = await mail.AddAsync(agent);

        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", Message)).ShouldBe(502, Unreached);

        JsonElement[] rows = [];
        await Eventually.TrueAsync(async () =>
            (rows = [.. (await mail.Admin.GetAsync($"/workspaces/{target.Id}/activity")).Ok().Json.EnumerateArray()]).Length == 1);
        var detail = rows[0].GetProperty("error_detail").GetString();
        detail.ShouldBe("the agent answered with a redirect");
        (rows[0].GetProperty("status").GetString(), rows[0].GetProperty("summary").GetString()).ShouldBe(("error", $"A2A request to member failed: {detail}"));
        rows[0].TryGetProperty("response_body", out _).ShouldBeFalse();
    }

    [Fact]
    [Row("1.1/compact 10.8/row")]
    public async Task Message_isLoggedCompactHoweverItIsSpelled()
    {
        await using var agent = ScriptedAgent.Answering(Ok("""
            { "jsonrpc": "2.0",
              "result": { "text": "a : b, \u00e9 — \"c\" ", "metadata": { "tool_trace": [ { "tool": "x" } ] } } }
            """));
        var target = await mail.AddAsync(agent);

        (await mail.Admin.PostAsync($"/workspaces/{target.Id}/a2a", """{ "jsonrpc": "2.0", "id": 1E5, "method": "spelled/out", "params": [ 1.50, " , " ] }""")).Ok();

        var log = "";
        await Eventually.TrueAsync(async () =>
            (log = (await mail.Admin.GetAsync($"/workspaces/{target.Id}/activity")).Ok().Text).Contains("spelled/out", StringComparison.Ordinal));
        log.ShouldContain(""","request_body":{"jsonrpc":"2.0","id":1E5,"method":"spelled/out","params":[1.50," , "]},""");
        log.ShouldContain(
            ""","response_body":{"jsonrpc":"2.0","result":{"text":"a : b, \u00e9 — \"c\" ","metadata":{"tool_trace":[{"tool":"x"}]}}},"tool_trace":[{"tool":"x"}],""");
    }

    static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>A server that may call agents on this machine, with a name server and a queue that tests can break.</summary>
    public sealed class Mail : IAsyncLifetime
    {
        internal Server Server { get; private set; } = null!;

        internal Names Names { get; } = new();

        internal FaultPlan Plan { get; } = new();

        internal Client Admin => Server.With("admin");

        /// <inheritdoc />
        public async ValueTask InitializeAsync() => Server = await Server.StartAsync(
            new GatewayOptions { AdminToken = "admin", RateLimit = 1_000_000, AllowsLocalAgents = true },
            services =>
            {
                services.AddSingleton<IHostResolver>(Names);
                Plan.Cover<IA2AQueue>(services);
                Plan.Cover<Storage.Delegations.IDelegationStore>(services);
            });

        /// <inheritdoc />
        public ValueTask DisposeAsync() => Server.DisposeAsync();

        /// <summary>A workspace, with or without an agent.</summary>
        internal Task<Member> AddAsync(ScriptedAgent? agent = null, string? parent = null) =>
            AddAtAsync(agent is null ? null : $"http://localhost:{agent.Port}/a2a?x=1", parent);

        internal async Task<Member> AddAtAsync(string? url, string? parent = null)
        {
            var id = (await Admin.PostAsync("/workspaces", new { name = "member", external = true, url = url ?? "", parent_id = parent })).Ok(201).String("id");
            var token = (await Admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
            return new(id, token, Server.With(token));
        }
    }
}
