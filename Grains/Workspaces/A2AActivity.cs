using Molecule.Grains.A2A;
using Molecule.Grains.Activity;
using Molecule.Grains.Json;

namespace Molecule.Grains.Workspaces;

/// <summary>The row of the activity log that a delivery leaves on its target (contract, 10.8).</summary>
static class A2AActivity
{
    /// <summary>
    /// Bytes of the longest answer that is logged and told whole. Lists of rows and queues of frames hold hundreds of answers: at the 10 MiB that
    /// are carried, one agent could fill the server's memory. The caller gets all of it in any case.
    /// </summary>
    public const int WholeAnswer = 256 * 1024;

    const int KeptOfLongAnswer = 64 * 1024;

    /// <summary>Whether a delivery is logged: everything that was dispatched.</summary>
    public static bool IsLogged(A2AOutcome outcome) => outcome is not (A2AOutcome.UnsafeUrl or A2AOutcome.NotBuilt or A2AOutcome.Withdrawn);

    /// <summary>The row. Its id is the delivery's, so that a repeated report is not a second row.</summary>
    public static ActivityRow RowOf(A2AReport report, AnswerFacts facts, string workspaceId, string workspaceName, DateTimeOffset now)
    {
        var answered = report.Outcome == A2AOutcome.Answered;
        var detail = answered ? null : report.ErrorDetail ?? DetailOf(report.Outcome);
        return new ActivityRow
        {
            Id = report.DeliveryId,
            WorkspaceId = workspaceId,
            ActivityType = "a2a_receive",
            SourceId = report.Caller.WorkspaceId,
            TargetId = workspaceId,
            CallerLabel = report.Caller.Label,
            Method = report.Method,
            Summary = answered ? $"{report.Method} → {workspaceName}" : $"A2A request to {workspaceName} failed: {detail}",
            RequestBody = JsonText.OrRaw(report.Request),
            ResponseBody = answered ? Kept(report.Response) : null,
            ToolTrace = answered && report.Response.Length <= WholeAnswer ? facts.ToolTrace : null,

            // The canvas takes 0 for "not finished".
            DurationMs = Math.Max(1, report.DurationMs),
            Status = answered && report.AgentStatus < 400 ? "ok" : "error",
            ErrorDetail = detail,
            CreatedAt = now,
        };
    }

    /// <summary>An answer, or the beginning of a long one.</summary>
    public static JsonBytes? Kept(ReadOnlyMemory<byte> answer) =>
        answer.Length <= WholeAnswer ? JsonText.OrRaw(answer) : JsonText.BeginningOf(answer.Span, KeptOfLongAnswer);

    static string DetailOf(A2AOutcome outcome) => outcome switch
    {
        A2AOutcome.TimedOutBeforeDelivery or A2AOutcome.TimedOutAfterDelivery => "timed out",
        A2AOutcome.ConnectionLost => "connection lost",
        A2AOutcome.UnreadableAnswer => "failed to read agent response",
        A2AOutcome.AnswerTooLarge => "agent response too large",
        A2AOutcome.Abandoned => "the server is stopping",
        _ => "failed to reach workspace agent",
    };
}
