using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class A2AActivityTests
{
    static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [Row("10.8/row")]
    [InlineData(A2AOutcome.Answered, 200, "ok", "message/send → Dev", null, true)]
    [InlineData(A2AOutcome.Answered, 500, "error", "message/send → Dev", null, true)]
    [InlineData(A2AOutcome.Redirected, 302, "error", "A2A request to Dev failed: failed to reach workspace agent", "failed to reach workspace agent", false)]
    [InlineData(A2AOutcome.Unreachable, 0, "error", "A2A request to Dev failed: failed to reach workspace agent", "failed to reach workspace agent", false)]
    [InlineData(A2AOutcome.TimedOutAfterDelivery, 0, "error", "A2A request to Dev failed: timed out", "timed out", false)]
    public void Row_says_how_the_delivery_ended(A2AOutcome outcome, int status, string rowStatus, string summary, string? detail, bool hasBody)
    {
        var row = RowOf(outcome, status, """{"result":{}}""");

        (row.Status, row.Summary, row.ErrorDetail, row.ResponseBody is not null).ShouldBe((rowStatus, summary, detail, hasBody));
        (row.Id, row.WorkspaceId, row.TargetId, row.ActivityType).ShouldBe(("delivery", "dev", "dev", "a2a_receive"));
    }

    [Fact]
    [Row("10.8/internal")]
    public void Source_is_the_calling_workspace_and_null_for_canvas_and_internal_callers()
    {
        RowOf(A2AOutcome.Answered, 200, "{}", new(CallerKind.Workspace, "pm")).SourceId.ShouldBe("pm");
        RowOf(A2AOutcome.Answered, 200, "{}", A2ACaller.Canvas).SourceId.ShouldBeNull();
        var internalRow = RowOf(A2AOutcome.Answered, 200, "{}", new(CallerKind.Internal, Label: "webhook:github"));
        (internalRow.SourceId, internalRow.CallerLabel).ShouldBe((null, "webhook:github"));
    }

    [Fact]
    public void Answer_that_is_no_json_is_kept_as_raw_text() =>
        RowOf(A2AOutcome.Answered, 200, "plain — \0text").ResponseBody.ShouldBe("""{"raw":"plain — text"}""");

    [Fact]
    public void Of_an_answer_that_is_too_long_the_beginning_is_kept()
    {
        var longest = $"[\"{new string('x', A2AActivity.WholeAnswer - 4)}\"]";
        RowOf(A2AOutcome.Answered, 200, longest).ResponseBody.ShouldBe(longest);

        var trace = new string('é', A2AActivity.WholeAnswer);
        var row = RowOf(A2AOutcome.Answered, 200, """{"result":{"metadata":{"tool_trace":""" + $"\"{trace}\"" + "}}}");

        $"{row.ResponseBody}".ShouldStartWith("""{"raw":"{\"result\":""");
        $"{row.ResponseBody}".ShouldEndWith("""é","truncated":true}""");
        row.ResponseBody!.Value.Utf8.Length.ShouldBeLessThan(A2AActivity.WholeAnswer);
        row.ToolTrace.ShouldBeNull();
    }

    [Fact]
    public void Tool_trace_is_taken_from_the_result() =>
        RowOf(A2AOutcome.Answered, 200, """{"result":{"metadata":{"tool_trace":[{"tool":"x"}]}}}""").ToolTrace.ShouldBe("""[{"tool":"x"}]""");

    [Fact]
    public void Duration_is_never_zero() => RowOf(A2AOutcome.Answered, 200, "{}").DurationMs.ShouldBe(1);

    [Theory]
    [InlineData("""{"params":{"message":{"messageId":"m1"}}}""", "m1")]
    [InlineData("""{"params":{"message":{}}}""", null)]
    [InlineData("""{"params":"text"}""", null)]
    [InlineData("[]", null)]
    public void Message_id_is_read_from_the_request(string body, string? id) =>
        AgentAnswer.MessageIdOf(Encoding.UTF8.GetBytes(body)).ShouldBe(id);

    static Molecule.Grains.Activity.ActivityRow RowOf(A2AOutcome outcome, int status, string response, A2ACaller? caller = null) => A2AActivity.RowOf(
        new A2AReport
        {
            DeliveryId = "delivery",
            Caller = caller ?? A2ACaller.Canvas,
            Outcome = outcome,
            AgentStatus = status,
            Method = "message/send",
            Request = "{}"u8.ToArray(),
            Response = Encoding.UTF8.GetBytes(response),
        },
        AgentAnswer.Read(Encoding.UTF8.GetBytes(response)),
        "dev",
        "Dev",
        Now);
}
