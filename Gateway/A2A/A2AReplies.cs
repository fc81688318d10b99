using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A;

/// <summary>What a caller is told: one reply for every decision and every outcome (contract 10.1, 10.6, 10.7).</summary>
static class A2AReplies
{
    const int BusyRetrySeconds = 30;
    const int WakingRetrySeconds = 15;

    static readonly Reply Forbidden = Errors.Of(403, "access denied: workspaces cannot communicate per hierarchy rules");
    static readonly Reply OverBudget = Errors.Of(402, "workspace budget limit exceeded");
    static readonly Reply NotBuilt = Errors.Of(500, "failed to create proxy request");
    static readonly Reply Unreached = Errors.Of(502, "failed to reach workspace agent");
    static readonly Reply UnreadDelivered = Unread(delivered: true);
    static readonly Reply UnreadUndelivered = Unread(delivered: false);

    static readonly Reply Waking = Errors.Of(
        503,
        "workspace is waking from hibernation — retry in ~15 seconds",
        static json =>
        {
            json.WriteBoolean("waking"u8, true);
            json.WriteNumber("retry_after"u8, WakingRetrySeconds);
        },
        WakingRetrySeconds);

    static readonly Reply Restarting = Errors.Of(
        503, "workspace agent unreachable — container restart triggered", static json => json.WriteBoolean("restarting"u8, true));

    static readonly Reply NativeSession = Errors.Of(
        503,
        "workspace agent busy — adapter handles retry (native_session)",
        static json =>
        {
            WriteBusy(json);
            json.WriteBoolean("native_session"u8, true);
        },
        BusyRetrySeconds);

    static readonly Reply Busy = Errors.Of(503, "workspace agent busy — retry after a short backoff", WriteBusy, BusyRetrySeconds);

    /// <summary>400.</summary>
    public static Reply InvalidJson { get; } = Errors.Of(400, "invalid JSON");

    /// <summary>502: the target lives where the server must not be sent to.</summary>
    public static Reply UnsafeUrl { get; } = Errors.Of(502, "workspace URL is not publicly routable");

    /// <summary>500: the target's grain could not be asked.</summary>
    public static Reply LookupFailed { get; } = Errors.Of(500, "lookup failed");

    /// <summary>The reply to a message that gets no route.</summary>
    public static Reply Refuse(A2ADecision decision) => decision.Kind switch
    {
        A2ADecisionKind.Forbidden => Forbidden,
        A2ADecisionKind.OverBudget => OverBudget,
        A2ADecisionKind.NotFound => Errors.WorkspaceNotFound,
        A2ADecisionKind.NoUrl => Errors.Of(503, "workspace has no URL", json => json.WriteString("status"u8, decision.Status)),
        A2ADecisionKind.Waking => Waking,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Kind, "Not a refusal."),
    };

    /// <summary>The reply to a message that was carried.</summary>
    /// <param name="carried">How the delivery ended.</param>
    /// <param name="settlement">What the target's grain made of it.</param>
    public static Reply Of(A2ACarried carried, A2ASettlement settlement) => settlement.Kind switch
    {
        SettlementKind.Queued => Queued(settlement),
        SettlementKind.NativeSession => NativeSession,
        SettlementKind.Busy => Busy,
        SettlementKind.Restarting => Restarting,
        _ => Of(carried),
    };

    static Reply Of(A2ACarried carried) => carried.Outcome switch
    {
        A2AOutcome.Answered when carried.AgentStatus < 300 => new AgentAnswerReply(carried.AgentStatus, carried.Response),
        A2AOutcome.Answered => Errors.Of(carried.AgentStatus, AgentError.Find(carried.Response.Span, carried.AgentStatus)),
        A2AOutcome.UnsafeUrl => UnsafeUrl,
        A2AOutcome.NotBuilt => NotBuilt,
        A2AOutcome.UnreadableAnswer => carried.AgentStatus is >= 200 and < 400 ? UnreadDelivered : UnreadUndelivered,
        A2AOutcome.AnswerTooLarge => UnreadDelivered,
        A2AOutcome.Redirected or A2AOutcome.Unreachable => Unreached,
        _ => Busy, // Possibly delivered, and not queued.
    };

    static Reply Queued(A2ASettlement settlement) => Reply.Written(202, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("queued"u8, true);
        json.WriteString("queue_id"u8, settlement.QueueId);
        json.WriteNumber("queue_depth"u8, settlement.QueueDepth);
        json.WriteString("message"u8, "workspace agent busy — request queued, will dispatch when capacity available"u8);
        json.WriteEndObject();
    });

    static Reply Unread(bool delivered) => Errors.Of(
        502, "failed to read agent response", json => json.WriteBoolean("delivery_confirmed"u8, delivered));

    static void WriteBusy(Utf8JsonWriter json)
    {
        json.WriteBoolean("busy"u8, true);
        json.WriteNumber("retry_after"u8, BusyRetrySeconds);
    }
}
