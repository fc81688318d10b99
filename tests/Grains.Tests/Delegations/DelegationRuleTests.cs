using System.Text;
using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;

namespace Molecule.Grains.Tests.Delegations;

/// <summary>Contract, 12.3: which outcome means what.</summary>
public sealed class DelegationRuleTests
{
    static readonly A2ASettlement Done = new(SettlementKind.Done);

    [Theory]
    [InlineData(A2AOutcome.Unreachable, 0, 1, "again 8")]
    [InlineData(A2AOutcome.Unreachable, 0, 2, "failed failed to reach workspace agent")]
    [InlineData(A2AOutcome.Redirected, 302, 1, "again 8")]
    [InlineData(A2AOutcome.UnreadableAnswer, 500, 1, "again 8")]
    [InlineData(A2AOutcome.UnreadableAnswer, 200, 1, "failed failed to read agent response")] // delivery_confirmed
    [InlineData(A2AOutcome.AnswerTooLarge, 200, 1, "failed failed to read agent response")]
    [InlineData(A2AOutcome.UnsafeUrl, 0, 1, "failed workspace URL is not publicly routable")]
    [InlineData(A2AOutcome.Answered, 200, 1, "completed {}")]
    [InlineData(A2AOutcome.Answered, 202, 1, "completed {}")]
    [InlineData(A2AOutcome.Answered, 502, 1, "again 8")]
    [InlineData(A2AOutcome.Answered, 502, 2, "failed Bad Gateway")]
    [InlineData(A2AOutcome.Answered, 503, 1, "failed Service Unavailable")]
    [InlineData(A2AOutcome.Answered, 500, 1, "failed Internal Server Error")]
    [InlineData(A2AOutcome.Answered, 404, 1, "failed Not Found")]
    public void Delivery_meansForTheDelegation(A2AOutcome outcome, int status, int attempts, string expected) =>
        Text(DelegationRules.Judge(new A2ACarried(outcome, status, "{}"u8.ToArray()), Done, attempts)).ShouldBe(expected);

    [Theory]
    [Row("12.3/retry")]
    [InlineData(SettlementKind.Queued, 1, "queued q")]
    [InlineData(SettlementKind.Busy, 1, "failed workspace agent busy — retry after a short backoff")]
    [InlineData(SettlementKind.NativeSession, 1, "failed workspace agent busy — adapter handles retry (native_session)")]
    [InlineData(SettlementKind.Restarting, 1, "again 8")]
    [InlineData(SettlementKind.Restarting, 2, "failed workspace agent unreachable — container restart triggered")]
    public void Settlement_meansForTheDelegation(SettlementKind kind, int attempts, string expected) =>
        Text(DelegationRules.Judge(new A2ACarried(A2AOutcome.TimedOutAfterDelivery), new A2ASettlement(kind, "q", 1), attempts)).ShouldBe(expected);

    [Theory]
    [InlineData(A2ADecisionKind.Forbidden, "failed access denied: workspaces cannot communicate per hierarchy rules")]
    [InlineData(A2ADecisionKind.OverBudget, "failed workspace budget limit exceeded")]
    [InlineData(A2ADecisionKind.NotFound, "failed workspace not found")]
    [InlineData(A2ADecisionKind.NoUrl, "failed workspace has no URL")]
    [InlineData(A2ADecisionKind.Waking, "again 15")]
    public void Refusal_meansForTheDelegation(A2ADecisionKind kind, string expected) =>
        Text(DelegationRules.Judge(new A2ADecision { Kind = kind })).ShouldBe(expected);

    [Fact]
    public void Error_ofTheAgent_isKept() =>
        Text(DelegationRules.Judge(new A2ACarried(A2AOutcome.Answered, 500, """{"error":"boom"}"""u8.ToArray()), Done, 1)).ShouldBe("failed boom");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(10, 5)]
    [InlineData(600, 15)]
    public void Queue_isLookedAt_lessAndLessOften(int waitedMinutes, int minutes) =>
        DelegationRules.QueueCheckAfter(TimeSpan.FromMinutes(waitedMinutes)).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [Row("12.3/reply")]
    [InlineData("""{"result":{"parts":[{"kind":"text","text":"a"},{"kind":"file"},{"type":"text","text":"b"},{"text":"c"}]}}""", "a\nb\nc")]
    [InlineData("""{"result":{"artifacts":[{"parts":[{"kind":"text","text":"a"}]},{"parts":[{"type":"text","text":"b"}]}]}}""", "a\nb")]
    [InlineData("""{"result":{"message":{"parts":[{"kind":"text","text":"m"}]}}}""", "m")]
    [InlineData("""{"result":{"status":{"message":{"parts":[{"kind":"text","text":"s"}]}}}}""", "s")]
    [InlineData("""{"result":{"parts":[],"artifacts":[{"parts":[{"kind":"text","text":"a"}]}]}}""", "a")]
    [InlineData("""{"result":{"parts":[{"kind":"data","text":"no"}]}}""", """{"result":{"parts":[{"kind":"data","text":"no"}]}}""")]
    [InlineData("""{"result":{"parts":[{"kind":"text","text":"\ud800"}]}}""", """{"result":{"parts":[{"kind":"text","text":"\ud800"}]}}""")]
    [InlineData("""{"error":{"code":-32601}}""", """{"error":{"code":-32601}}""")]
    [InlineData("""{"result":"plain"}""", """{"result":"plain"}""")]
    [InlineData("not json", "not json")]
    [InlineData("", "")]
    public void Reply_isTheTextOfItsParts_elseTheBody(string answer, string text) => ReplyText.Of(Encoding.UTF8.GetBytes(answer)).ShouldBe(text);

    [Theory]
    [Row("12.2/rows")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc...")]
    [InlineData("aä", 3, "aä")]
    [InlineData("aää", 4, "aä...")]
    [InlineData("🎈🎈", 7, "🎈...")]
    [InlineData("🎈", 3, "...")]
    public void Preview_isCutBetweenCharacters(string text, int limit, string expected) => TextPreview.Of(text, limit).ShouldBe(expected);

    [Fact]
    [Row("12.3/message")]
    public void Message_isTheContracts()
    {
        var record = new DelegationRecord { SourceId = "s", Id = "d", TargetId = "t", Task = "do \"it\"" };

        Encoding.UTF8.GetString(DelegationMessage.Of(record)).ShouldBe(
            """{"jsonrpc":"2.0","id":"d","method":"message/send","params":{"message":{"role":"user","messageId":"d","parts":[{"type":"text","text":"do \"it\""}],"metadata":{"delegation_id":"d"}}}}""");
        DelegationMessage.Find(new A2ACaller(CallerKind.Workspace, "s"), DelegationMessage.Of(record)).ShouldBe(("s", "d"));
        DelegationMessage.Find(A2ACaller.Canvas, DelegationMessage.Of(record)).ShouldBeNull();
        DelegationMessage.Find(new A2ACaller(CallerKind.Workspace, "s"), "{}"u8.ToArray()).ShouldBeNull();
    }

    static string Text(DelegationVerdict verdict) => verdict switch
    {
        DelegationVerdict.Completed completed => $"completed {completed.Text}",
        DelegationVerdict.Queued queued => $"queued {queued.EntryId}",
        DelegationVerdict.Again again => $"again {again.After.TotalSeconds}",
        DelegationVerdict.Failed failed => $"failed {failed.Error}",
        _ => "?",
    };
}
