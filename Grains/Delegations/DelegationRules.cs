using Microsoft.AspNetCore.WebUtilities;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Delegations;

/// <summary>What becomes of a delegation (contract, 12.3).</summary>
static class DelegationRules
{
    /// <summary>Attempts after which it is given up: more than one retry means that processes died under it.</summary>
    public const int MaxAttempts = 6;

    const string Unreached = "failed to reach workspace agent";
    const string Unread = "failed to read agent response";

    static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(8);
    static readonly TimeSpan WakingDelay = TimeSpan.FromSeconds(15);
    static readonly TimeSpan FirstQueueCheck = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LastQueueCheck = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The target gave no route. One that is being woken is waited for, as its answer asks of callers: a delegation must not fail because the message
    /// that wakes an agent is the delegation's own.
    /// </summary>
    public static DelegationVerdict Judge(A2ADecision refusal) => refusal.Kind == A2ADecisionKind.Waking
        ? new DelegationVerdict.Again(WakingDelay)
        : new DelegationVerdict.Failed(RefusalTexts.Of(refusal.Kind));

    /// <summary>The message was carried. Only what surely did not arrive is sent again, and once.</summary>
    /// <param name="carried">How the delivery ended.</param>
    /// <param name="settlement">What the target's grain made of it.</param>
    /// <param name="attempts">How often it was sent, this time included.</param>
    public static DelegationVerdict Judge(A2ACarried carried, A2ASettlement settlement, int attempts) => settlement switch
    {
        { Kind: SettlementKind.Queued, QueueId: { } entry } => new DelegationVerdict.Queued(entry),
        { Kind: SettlementKind.NativeSession } => new DelegationVerdict.Failed("workspace agent busy — adapter handles retry (native_session)"),
        { Kind: SettlementKind.Busy } => new DelegationVerdict.Failed("workspace agent busy — retry after a short backoff"),
        { Kind: SettlementKind.Restarting } => AgainOnce("workspace agent unreachable — container restart triggered", attempts),
        _ => Judge(carried, attempts),
    };

    /// <summary>When a queued delegation is looked at again: the longer it waits, the less often.</summary>
    public static TimeSpan QueueCheckAfter(TimeSpan waited)
    {
        var half = waited / 2;
        return half < FirstQueueCheck ? FirstQueueCheck : half > LastQueueCheck ? LastQueueCheck : half;
    }

    static DelegationVerdict Judge(A2ACarried carried, int attempts) => carried.Outcome switch
    {
        A2AOutcome.Answered when carried.AgentStatus is >= 200 and < 300 => new DelegationVerdict.Completed(ReplyText.Of(carried.Response)),
        A2AOutcome.Answered when carried.AgentStatus == 502 => AgainOnce(ErrorOf(carried), attempts),
        A2AOutcome.Answered => new DelegationVerdict.Failed(ErrorOf(carried)),
        A2AOutcome.UnsafeUrl => new DelegationVerdict.Failed("workspace URL is not publicly routable"),
        A2AOutcome.NotBuilt => new DelegationVerdict.Failed("failed to create proxy request"),
        A2AOutcome.AnswerTooLarge => new DelegationVerdict.Failed(Unread),
        A2AOutcome.UnreadableAnswer when carried.AgentStatus is >= 200 and < 400 => new DelegationVerdict.Failed(Unread),
        A2AOutcome.UnreadableAnswer => AgainOnce(Unread, attempts),
        _ => AgainOnce(Unreached, attempts),
    };

    static DelegationVerdict AgainOnce(string error, int attempts) =>
        attempts <= 1 ? new DelegationVerdict.Again(RetryDelay) : new DelegationVerdict.Failed(error);

    static string ErrorOf(A2ACarried carried) => AgentAnswer.ErrorOf(carried.Response) is { Length: > 0 } error
        ? error
        : ReasonPhrases.GetReasonPhrase(carried.AgentStatus);
}
