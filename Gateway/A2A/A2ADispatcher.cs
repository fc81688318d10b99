using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;
using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.A2A;

/// <summary>
/// Takes one message from its caller to its reply: asks the target's grain for a route, carries the bytes, tells the grain how it ended. The target's grain
/// decides; nothing here does. What happens after the route does not depend on the client's connection.
/// </summary>
sealed partial class A2ADispatcher(
    IGrainFactory grains, AgentUrlPolicy urls, AgentClient client, DeliveryDrain drain, A2ADepartures departures, A2AMetrics metrics,
    ILogger<A2ADispatcher> logger)
{
    static readonly A2ASettlement Done = new(SettlementKind.Done);

    /// <summary>Dispatches a message.</summary>
    /// <returns>The reply, or null when <paramref name="http"/> has been answered with a stream.</returns>
    public async Task<Reply?> DispatchAsync(HttpContext http, A2AEnvelope envelope)
    {
        var target = grains.GetGrain<IWorkspaceGrain>(GrainKeys.Of(envelope.Org, envelope.TargetId));

        // Read before the route is asked for, although it is refused after it: a route is counted as a message on its way.
        var isRequest = A2ANormalizer.TryNormalize(envelope.Body, out var message);
        var (decision, fault) = await RouteAsync(target, envelope, isRequest);
        if (decision is null)
            return fault;
        if (decision.Kind != A2ADecisionKind.Deliver)
            return A2AReplies.Refuse(decision);
        if (!isRequest) // The contract looks at the address first (10.1); of what is carried, the connector judges it.
            return await urls.AcceptsDispatchAsync(decision.Url, decision.UrlIsTrusted, http.RequestAborted) ? A2AReplies.InvalidJson : A2AReplies.UnsafeUrl;

        var sink = ClientStream.For(http, message.Method);
        var carried = await CarryAsync(envelope, decision, message, sink);
        var settling = SettleAsync(target, Report(envelope, decision, message, carried));

        if (sink is { HasBegun: true })
        {
            await settling;
            if (carried.Outcome != A2AOutcome.Answered)
                http.Abort(); // So that what was cut off does not look whole.
            return null;
        }

        // An answer is an answer, whatever the grain still does with it; without one, the grain says what the caller is told.
        if (carried.Outcome != A2AOutcome.Answered)
            return A2AReplies.Of(carried, await settling);
        await A2AReplies.Of(carried, Done).WriteAsync(http);
        await settling;
        return null;
    }

    async Task<(A2ADecision? Decision, Reply? Fault)> RouteAsync(IWorkspaceGrain target, A2AEnvelope envelope, bool isRequest)
    {
        try
        {
            var request = new A2ARequest(envelope.Caller, envelope.Ceiling, IsMalformed: !isRequest);
            return (await Faults.AskTwiceAsync((target, request), static asked => new ValueTask<A2ADecision>(asked.target.RouteAsync(asked.request))), null);
        }
        catch (Exception fault) // Nothing was carried yet: whoever may try again is told so.
        {
            LogRouteFault(logger, fault, envelope.Org, envelope.TargetId);
            return (null, Faults.Passing(fault) ?? A2AReplies.LookupFailed);
        }
    }

    async Task<A2ACarried> CarryAsync(A2AEnvelope envelope, A2ADecision decision, A2AMessage message, ClientStream? sink)
    {
        using var delivery = metrics.Begin(envelope.Caller.Kind);
        departures.Tell(envelope);
        var carried = await client.CarryAsync(envelope.Org, envelope.TargetId, decision, message.Body, sink, drain.Abandoned);
        delivery.End(carried);
        return carried;
    }

    async Task<A2ASettlement> SettleAsync(IWorkspaceGrain target, A2AReport report)
    {
        try
        {
            return await target.SettleAsync(report);
        }
        catch (Exception fault) // The message is not in the queue: the caller must hear that it may try again.
        {
            LogSettleFault(logger, fault, report.DeliveryId, report.Outcome);
            return IsLost(report.Outcome) ? new(SettlementKind.Busy) : Done;
        }
    }

    static A2AReport Report(A2AEnvelope envelope, A2ADecision decision, A2AMessage message, A2ACarried carried) => new()
    {
        DeliveryId = decision.DeliveryId,
        Caller = envelope.Caller,
        Outcome = carried.Outcome,
        AgentStatus = carried.AgentStatus,
        Method = message.Method,
        MessageId = message.MessageId,
        Request = message.Body,
        Response = carried.Response,
        DurationMs = carried.DurationMs,
        ErrorDetail = carried.ErrorDetail,
    };

    static bool IsLost(A2AOutcome outcome) => outcome is A2AOutcome.TimedOutBeforeDelivery or A2AOutcome.TimedOutAfterDelivery
        or A2AOutcome.ConnectionLost or A2AOutcome.Abandoned;
}
