using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Grains.Events;
using Molecule.Grains.Json;
using Molecule.Storage.A2AQueue;

namespace Molecule.Grains.Workspaces;

// What happens to a message for this workspace: decided here, carried elsewhere, settled here. Nothing here writes the record.
partial class WorkspaceGrain
{
    static readonly A2ASettlement Done = new(SettlementKind.Done);

    // So long a caller may wait until its agent's loss is known to all.
    static readonly TimeSpan LossPatience = TimeSpan.FromSeconds(5);

    // Made by the first message: most workspaces have none for hours.
    RecentSettlements? _settlements;
    RecentCallers? _told;

    public async Task<A2ADecision> RouteAsync(A2ARequest request)
    {
        if (request.Caller is { Kind: CallerKind.Workspace, WorkspaceId: { } caller } && !await MayBeCalledByAsync(caller))
            return Decision(A2ADecisionKind.Forbidden);
        if (!IsLive())
            return Decision(A2ADecisionKind.NotFound);
        var record = Value;
        var now = time.GetUtcNow();
        if (SpendRules.Current(record.MonthlySpend, record.SpendMonth, now) >= record.BudgetLimit)
            return Decision(A2ADecisionKind.OverBudget);
        if (IsAsleep)
        {
            await WakeSoonAsync();
            await WaitWhileAsync(() => IsWakeSent, WakePatience);
            return Decision(A2ADecisionKind.Waking);
        }

        if (record.Url.Length == 0 || record.Status == WorkspaceStatus.Paused)
            return Decision(A2ADecisionKind.NoUrl);
        if (!request.IsMalformed)
            _live.NoteBegin(now);
        return new()
        {
            Kind = A2ADecisionKind.Deliver,
            Status = record.Status.ToWire(),
            TargetName = record.Name,
            DeliveryId = ids.NewRowId(now),
            Url = AgentUrl.ForDispatch(record, _id, options.RunsInContainer && provisioner.UsesContainers),
            UrlIsTrusted = record.UrlIsProvisioned,
            IdleTimeout = _live.IdleTimeout ?? options.A2AIdleTimeout,
            Ceiling = CeilingOf(request),
        };
    }

    public Task<A2ASettlement> SettleAsync(A2AReport report) => (_settlements ??= new()).GetOrAdd(report, SettleOnceAsync);

    ValueTask<bool> MayBeCalledByAsync(string caller) =>
        trees.Find(_org) is { } tree ? new(tree.CanCommunicate(caller, _id)) : new(Org.CanCommunicateAsync(caller, _id));

    async Task<A2ASettlement> SettleOnceAsync(A2AReport report)
    {
        // What the caller is told comes first; the log and the signals may be late.
        _live.NoteEnd(time.GetUtcNow());
        var settlement = await IsAgentDeadAsync(report.Outcome) ? new(SettlementKind.Restarting)
            : QueuePolicy.IsBusy(report.Outcome) ? await SettleBusyAsync(report)
            : Done;
        var facts = report.Outcome == A2AOutcome.Answered ? AgentAnswer.Read(report.Response) : default;
        meter.Note(_org, _id, facts.Usage);
        await LogAsync(report, facts);
        if (report is { Outcome: A2AOutcome.Answered, AgentStatus: < 400 })
            await TellAnswerAsync(report);
        return settlement;
    }

    // Dead for certain, not merely silent: it goes offline and is restarted. What cannot be told is alive.
    async Task<bool> IsAgentDeadAsync(A2AOutcome outcome)
    {
        if (!QueuePolicy.IsUnanswered(outcome) || !IsManaged)
            return false;
        if (Value.Work is { } work)
            return work.Kind == AgentWorkKind.AutoRestart;
        try
        {
            var instance = Value.InstanceId!;
            if (await provisioner.ListAsync(_org, CancellationToken.None) is not { } running || running.Any(agent => agent.InstanceId == instance))
                return false;
            await Self.LoseAgentAsync(instance);
            await WaitWhileAsync(() => Value.InstanceId == instance && Value.Work is null && Value.Status.IsRoutable(), LossPatience);
            return true;
        }
        catch (Exception e)
        {
            LogInspectionFailed(logger, e, _org, _id);
            return false;
        }
    }

    async Task<A2ASettlement> SettleBusyAsync(A2AReport report)
    {
        if (_live.Has(HeartbeatRules.SessionCapability))
            return new(SettlementKind.NativeSession);
        if (!IsLive())
            return new(SettlementKind.Busy);
        try
        {
            if (await queue.CountWaitingAsync(_org, _id) >= options.QueueLimit)
                return new(SettlementKind.Busy);
            var now = time.GetUtcNow();

            // Without an id of its own the delivery's keeps a repeated report from being a second message.
            var key = report.MessageId ?? AgentAnswer.MessageIdOf(report.Request) ?? report.DeliveryId;
            var receipt = await queue.EnqueueAsync(
                _org,
                new QueueDraft(
                    _id, report.Caller, report.Request, report.Method, key, now, ExpiresAt: now + options.QueueMaxAge,
                    DelegationId: DelegationMessage.Find(report.Caller, report.Request)?.Id));
            NoteEnqueued();
            return new(SettlementKind.Queued, receipt.EntryId, receipt.Depth);
        }
        catch (Exception e)
        {
            // It may be in the queue all the same: the caller is told "busy", which means "possibly delivered".
            NoteEnqueued();
            LogEnqueueFailed(logger, e, _org, _id);
            return new(SettlementKind.Busy);
        }
    }

    async Task LogAsync(A2AReport report, AnswerFacts facts)
    {
        if (!A2AActivity.IsLogged(report.Outcome))
            return;
        try
        {
            var name = Value.Name.Length > 0 ? Value.Name : _id;
            await activity.PublishAsync(_org, A2AActivity.RowOf(report, facts, _id, name, time.GetUtcNow()));
        }
        catch (Exception e)
        {
            LogActivityFailed(logger, e, _org, _id, report.DeliveryId);
        }
    }

    async Task TellAnswerAsync(A2AReport report)
    {
        try
        {
            if (report.Caller.Kind == CallerKind.Canvas)
            {
                // Of an answer that is too long for every socket the canvas has its own reply.
                if (report.Response.Length <= A2AActivity.WholeAnswer)
                    await TellCanvasAsync(report.Method, report.Response, report.DurationMs);
            }
            else if (report.Caller is { Kind: CallerKind.Workspace, WorkspaceId: { } caller } && (_told ??= new()).IsDue(caller, time.GetUtcNow()))
            {
                await GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, caller)).RecordOutboundAsync(time.GetUtcNow());
            }
        }
        catch (Exception e)
        {
            LogSignalFailed(logger, e, _org, _id);
        }
    }

    Task TellCanvasAsync(string? method, ReadOnlyMemory<byte> answer, long durationMs) => Org.PublishAsync(
        [Event(EventNames.A2AResponse, EventPayloads.A2AResponse(A2AActivity.Kept(answer)?.ToString(), method, Math.Max(1, durationMs)))]);

    A2ADecision Decision(A2ADecisionKind kind) => new() { Kind = kind, Status = Value.Status.ToWire(), TargetName = Value.Name };

    // Canvas: none; between agents: the default; what X-Timeout says wins. A queued message has nobody who waits, but must not be carried for ever.
    TimeSpan? CeilingOf(A2ARequest request) => request switch
    {
        { FromQueue: true } => options.A2ACeiling,
        { Ceiling: { } ceiling } => ceiling > TimeSpan.Zero ? ceiling : null,
        { Caller.Kind: CallerKind.Canvas } => null,
        _ => options.A2ACeiling,
    };
}
