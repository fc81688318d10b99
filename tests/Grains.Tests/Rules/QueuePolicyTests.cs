using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class QueuePolicyTests
{
    [Theory]
    [InlineData(A2AOutcome.Answered, 200, """{"result":{}}""", 1, "Complete", null)]
    [InlineData(A2AOutcome.Answered, 202, """{"accepted":true}""", 1, "Complete", null)]
    [InlineData(A2AOutcome.Answered, 202, """{"queued":true,"queue_id":"x"}""", 4, "Wait", "queued again by the agent")]
    [InlineData(A2AOutcome.Answered, 200, """{"queued":true}""", 1, "Complete", null)]
    [InlineData(A2AOutcome.Answered, 202, """{"queued":"true"}""", 1, "Complete", null)]
    [InlineData(A2AOutcome.Answered, 500, """{"error":"boom"}""", 1, "Retry", "boom")]
    [InlineData(A2AOutcome.Answered, 503, """{"error":{"code":1}}""", 4, "Retry", "Service Unavailable")]
    [InlineData(A2AOutcome.Answered, 500, "no json", 5, "Fail", "Internal Server Error")]
    [InlineData(A2AOutcome.Unreachable, 0, "", 1, "Retry", "failed to reach workspace agent")]
    [InlineData(A2AOutcome.Unreachable, 0, "", 5, "Fail", "failed to reach workspace agent")]
    [InlineData(A2AOutcome.Redirected, 302, "", 5, "Fail", "failed to reach workspace agent")]
    [InlineData(A2AOutcome.TimedOutBeforeDelivery, 0, "", 9, "Wait", "workspace agent busy")]
    [InlineData(A2AOutcome.TimedOutAfterDelivery, 0, "", 9, "Wait", "workspace agent busy")]
    [InlineData(A2AOutcome.ConnectionLost, 0, "", 9, "Wait", "workspace agent busy")]
    [InlineData(A2AOutcome.Abandoned, 0, "", 9, "Wait", "workspace agent busy")]
    public void Try_ends_as_the_contract_says(A2AOutcome outcome, int status, string body, int attempts, string verdict, string? error) =>
        QueuePolicy.Judge(new A2ACarried(outcome, status, Encoding.UTF8.GetBytes(body)), attempts)
            .ShouldBe((Enum.Parse<QueueVerdict>(verdict), error));

    [Theory]
    [InlineData(A2ADecisionKind.Forbidden, 1, "Retry", "access denied: workspaces cannot communicate per hierarchy rules")]
    [InlineData(A2ADecisionKind.OverBudget, 5, "Fail", "workspace budget limit exceeded")]
    [InlineData(A2ADecisionKind.NoUrl, 4, "Retry", "workspace has no URL")]
    public void Refusal_counts_as_a_try(A2ADecisionKind refusal, int attempts, string verdict, string error) =>
        QueuePolicy.Judge(new A2ADecision { Kind = refusal }, attempts).ShouldBe((Enum.Parse<QueueVerdict>(verdict), error));

    [Fact]
    public void Every_outcome_is_busy_or_not() =>
        Enum.GetValues<A2AOutcome>().Where(QueuePolicy.IsBusy).ShouldBe(
            [A2AOutcome.TimedOutBeforeDelivery, A2AOutcome.TimedOutAfterDelivery, A2AOutcome.ConnectionLost, A2AOutcome.Abandoned]);
}
