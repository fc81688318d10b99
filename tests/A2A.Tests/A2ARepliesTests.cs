using System.Text;
using Microsoft.AspNetCore.Http;
using Molecule.Gateway.A2A;
using Molecule.Gateway.Http;
using Molecule.Grains.A2A;

namespace Molecule.A2A.Tests;

/// <summary>Control-plane contract, 10.1, 10.6 and 10.7: every decision and outcome has one reply.</summary>
public class A2ARepliesTests
{
    const string Unread = "failed to read agent response";

    [Theory]
    [Row("10.1/4 10.1/6")]
    [InlineData(A2ADecisionKind.Forbidden, 403, """{"error":"access denied: workspaces cannot communicate per hierarchy rules"}""", null)]
    [InlineData(A2ADecisionKind.OverBudget, 402, """{"error":"workspace budget limit exceeded"}""", null)]
    [InlineData(A2ADecisionKind.NotFound, 404, """{"error":"workspace not found"}""", null)]
    [InlineData(A2ADecisionKind.NoUrl, 503, """{"error":"workspace has no URL","status":"paused"}""", null)]
    [InlineData(
        A2ADecisionKind.Waking, 503, """{"error":"workspace is waking from hibernation — retry in ~15 seconds","waking":true,"retry_after":15}""", "15")]
    public async Task A_refusal_says_the_contract_s_words(A2ADecisionKind kind, int status, string body, string? retryAfter) =>
        await ShouldBeAsync(A2AReplies.Refuse(new A2ADecision { Kind = kind, Status = "paused" }), status, body, retryAfter);

    [Theory]
    [Row("10.6/error 10.6/unreadable 10.7/6")]
    [InlineData(A2AOutcome.Redirected, 302, 502, """{"error":"failed to reach workspace agent"}""")]
    [InlineData(A2AOutcome.UnsafeUrl, 0, 502, """{"error":"workspace URL is not publicly routable"}""")]
    [InlineData(A2AOutcome.Unreachable, 0, 502, """{"error":"failed to reach workspace agent"}""")]
    [InlineData(A2AOutcome.UnreadableAnswer, 200, 502, $$"""{"error":"{{Unread}}","delivery_confirmed":true}""")]
    [InlineData(A2AOutcome.UnreadableAnswer, 500, 502, $$"""{"error":"{{Unread}}","delivery_confirmed":false}""")]
    [InlineData(A2AOutcome.AnswerTooLarge, 200, 502, $$"""{"error":"{{Unread}}","delivery_confirmed":true}""")]
    public async Task An_outcome_without_settlement_has_its_reply(A2AOutcome outcome, int agentStatus, int status, string body) =>
        await ShouldBeAsync(A2AReplies.Of(new A2ACarried(outcome, agentStatus), new(SettlementKind.Done)), status, body, null);

    [Theory]
    [Row("10.7/3")]
    [InlineData(
        SettlementKind.Queued, 202,
        """{"queued":true,"queue_id":"q","queue_depth":3,"message":"workspace agent busy — request queued, will dispatch when capacity available"}""", null)]
    [InlineData(
        SettlementKind.NativeSession, 503,
        """{"error":"workspace agent busy — adapter handles retry (native_session)","busy":true,"retry_after":30,"native_session":true}""", "30")]
    [InlineData(
        SettlementKind.Busy, 503, """{"error":"workspace agent busy — retry after a short backoff","busy":true,"retry_after":30}""", "30")]
    [InlineData(
        SettlementKind.Restarting, 503, """{"error":"workspace agent unreachable — container restart triggered","restarting":true}""", null)]
    public async Task A_settlement_decides_what_the_caller_hears(SettlementKind kind, int status, string body, string? retryAfter) =>
        await ShouldBeAsync(A2AReplies.Of(new A2ACarried(A2AOutcome.ConnectionLost), new(kind, "q", 3)), status, body, retryAfter);

    [Theory]
    [Row("10.6/error")]
    [InlineData(400, """{"error":"no such skill"}""", """{"error":"no such skill"}""")]
    [InlineData(404, """{"detail":"internal path","error":{"code":1}}""", """{"error":"Not Found"}""")]
    [InlineData(429, """{"error":""}""", """{"error":""}""")]
    [InlineData(500, "<html>", """{"error":"Internal Server Error"}""")]
    [InlineData(503, "", """{"error":"Service Unavailable"}""")]
    public async Task An_agent_s_error_keeps_its_status_and_only_its_error_text(int status, string answer, string body) =>
        await ShouldBeAsync(
            A2AReplies.Of(new A2ACarried(A2AOutcome.Answered, status, Encoding.UTF8.GetBytes(answer)), new(SettlementKind.Done)), status, body, null);

    [Theory]
    [Row("1.1/types 10.6/2xx")]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32601}}""")]
    [InlineData(202, "not even json")]
    public async Task An_answer_passes_byte_for_byte_without_a_charset(int status, string answer)
    {
        var reply = A2AReplies.Of(new A2ACarried(A2AOutcome.Answered, status, Encoding.UTF8.GetBytes(answer)), new(SettlementKind.Done));

        var (response, body) = await WriteAsync(reply);

        response.StatusCode.ShouldBe(status);
        response.ContentType.ShouldBe("application/json");
        body.ShouldBe(answer);
    }

    [Theory, MemberData(nameof(Outcomes))]
    public async Task Every_outcome_with_every_settlement_is_answered(A2AOutcome outcome)
    {
        foreach (var kind in Enum.GetValues<SettlementKind>())
        {
            var (response, _) = await WriteAsync(A2AReplies.Of(new A2ACarried(outcome, 200), new(kind, "q", 1)));
            response.StatusCode.ShouldBeInRange(200, 599);
        }
    }

    public static TheoryData<A2AOutcome> Outcomes => [.. Enum.GetValues<A2AOutcome>()];

    static async Task ShouldBeAsync(Reply reply, int status, string body, string? retryAfter)
    {
        var (response, written) = await WriteAsync(reply);

        response.StatusCode.ShouldBe(status);
        written.ShouldBe(body);
        response.ContentType.ShouldBe("application/json; charset=utf-8");
        response.Headers.RetryAfter.ToString().ShouldBe(retryAfter ?? "");
    }

    static async Task<(HttpResponse Response, string Body)> WriteAsync(Reply reply)
    {
        var http = new DefaultHttpContext();
        var body = new MemoryStream();
        http.Response.Body = body;
        await reply.WriteAsync(http);
        await http.Response.BodyWriter.FlushAsync();
        return (http.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
