using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Molecule.Grains.A2A;
using Molecule.Grains.Activity;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Records;
using Molecule.Grains.Templates;
using Molecule.Grains.Tokens;
using Molecule.Grains.Usage;
using Molecule.Provisioning;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Records;

namespace Molecule.Grains.Workspaces;

/// <summary>
/// One workspace. This file: how it starts, how a change becomes durable and known. Its siblings: <c>.Lifecycle</c> create, update, lease;
/// <c>.Registry</c> register, heartbeat, card; <c>.Removal</c>; <c>.Tokens</c>; <c>.Messages</c> route and settle; <c>.Queue</c> drain; <c>.Work</c> what is
/// done with the agent's process; <c>.Restart</c>, <c>.Pause</c>, <c>.Sleep</c> why; <c>.Context</c> what the agent is told of it; <c>.Team</c> what is made
/// and removed below it; <c>.Agent</c> which agent its people gave it.
/// </summary>
sealed partial class WorkspaceGrain(
    [PersistentState("workspace", StorageNames.Records)] IPersistentState<WorkspaceRecord> state,
    IA2AQueue queue,
    IA2ACarrier carrier,
    IActivityPublisher activity,
    IProvisioner provisioner,
    IWorkspaceEraser eraser,
    IRecordQueries queries,
    IIdSource ids,
    OrgTrees trees,
    ITemplates templates,
    BoardPost board,
    TokenMeter meter,
    GrainsOptions options,
    TimeProvider time,
    ILogger<WorkspaceGrain> logger)
    : Grain, IWorkspaceGrain, IWorkspaceTeam, IWorkspaceAgent, IWorkspaceDrain, IWorkspaceWork
{
    // More undelivered events than this mean that the event log has been out of reach for long: changes are refused until it is back.
    const int OutboxLimit = 200;

    readonly LiveFigures _live = new();
    DurableRecord<WorkspaceRecord> _record = null!;
    TokenLedger _tokens = null!;
    IOrgGrain? _orgGrain;
    string _org = "";
    string _id = "";

    // Whether the org's grain is known to have the record as it is now.
    bool _delivered;

    // Whether the record was erased under this activation, which is about to go.
    bool _erased;

    WorkspaceRecord Value => _record.Value;

    // Kept: each heartbeat needs it.
    IOrgGrain Org => _orgGrain ??= GrainFactory.GetGrain<IOrgGrain>(_org);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_org, _id) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _tokens = new(GrainFactory);
        _record = new(state, Leave);
        _live.Take(Value);
        _live.BusyAt = time.GetUtcNow();
        await TakeStoredAsync();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        StopDraining();
        return Task.CompletedTask;
    }

    public Task<WorkspaceView?> GetAsync()
    {
        if (_record.Exists)
            return Task.FromResult<WorkspaceView?>(View());
        _record.Fade(this);
        return Task.FromResult<WorkspaceView?>(null);
    }

    public async Task ResumeAsync()
    {
        await FreshenAsync();
        if (!_record.Exists)
        {
            _record.Fade(this);
            return;
        }

        await SettleTokensAsync();
        if (!_delivered)
            await DeliverAsync();
        if (Value.Removal is not null)
            await ContinueRemovalAsync();
        if (_erased)
            return;
        await ContinueCascadeAsync();
        await ContinueTeamAsync();
        await ExpireProvisioningAsync();
        await ClearDebtsAsync();
        await WorkSoonAsync();
        await TellSoonAsync();
        await SettleMoveSoonAsync();
        await (Value.Status == WorkspaceStatus.Removed ? DropMessagesAsync() : ReleaseOrphansAsync());
        _mayHoldMessages = true;
        await DrainSoonAsync();
    }

    // A write whose end is unknown must be looked up before the next decision.
    async ValueTask FreshenAsync()
    {
        if (!_record.IsUnsure)
            return;
        await _record.ReadAsync();
        await TakeStoredAsync();
    }

    async Task TakeStoredAsync()
    {
        _delivered = Value.DueAt is null;
        if (_record.Exists && Value.Status != WorkspaceStatus.Removed)
            await SettleTokensAsync();
    }

    // Writes the new state together with the events that tell of it, then hands both to the org. The caller may go on once it is written.
    async Task CommitAsync(WorkspaceRecord next, params IReadOnlyList<EventDraft> events)
    {
        if (next.Outbox.Count + events.Count > OutboxLimit)
            throw new InvalidOperationException($"Workspace {_id} has {next.Outbox.Count} events that the org's log did not take.");
        next.Revision++;
        next.Outbox = [.. next.Outbox, .. events];
        next.DueAt = DueWithEvents(next);
        next.LastOutboundAt = _live.OutboundAt;
        await _record.WriteAsync(next);
        InterruptWork();
        _delivered = false;
        await DeliverAsync();

        // Whoever waited for it finds its events in the log.
        _changed.Raise();
    }

    async Task DeliverAsync()
    {
        try
        {
            await TellOrgAsync();
        }
        catch (Exception e)
        {
            // The record holds them and is due: the org's sweep comes back for them.
            LogDeliveryFailed(logger, e, _org, _id, Value.Outbox.Count);
        }
    }

    async Task TellOrgAsync()
    {
        await Org.ApplyAsync(View(), Value.Outbox);

        // In memory only: the next write says so in Storage too, and sending them again until then does no harm.
        Value.Outbox = [];
        _delivered = true;
    }

    async Task ClearDebtsAsync()
    {
        if (!_delivered || Value.Removal is not null || Value.AgentMove is not null || Value.Tokens.Any(token => token.State != TokenEntryState.Live))
            return;
        var due = DueWithoutEvents();
        if (Value.DueAt == due || (Value.DueAt > time.GetUtcNow() && Value.DueAt < due))
            return;
        var next = Value.Clone();
        next.DueAt = due;
        await _record.WriteAsync(next);
    }

    // When the sweep is to look after a change: soon enough for its events, and for work that waits. What was owed before is not put off by it: a workspace
    // that changes all the time would never come to it.
    DateTimeOffset DueWithEvents(WorkspaceRecord next)
    {
        var settled = time.GetUtcNow() + options.SettleDelay;
        var due = next.Work is { } work && work.NotBefore > time.GetUtcNow() && work.NotBefore < settled ? work.NotBefore : settled;
        return Value.DueAt is { } before && before < due && IsStillOwed(next) ? before : due;
    }

    bool IsStillOwed(WorkspaceRecord next)
    {
        return Stays(Value.Work, next.Work) || Stays(Value.Cascade, next.Cascade) || Stays(Value.Removal, next.Removal)
            || Stays(Value.Expansion, next.Expansion) || Stays(Value.Collapse, next.Collapse) || Stays(Value.AgentMove, next.AgentMove)
            || next.Tokens.Exists(token => token.State != TokenEntryState.Live && Value.Tokens.Contains(token));

        static bool Stays(object? before, object? after) => before is not null && before.Equals(after);
    }

    // The same when its events are in the log.
    DateTimeOffset? DueWithoutEvents()
    {
        var now = time.GetUtcNow();
        var worked = Value.Work is not { } work ? (DateTimeOffset?)null : work.NotBefore > now ? work.NotBefore : now + options.SettleDelay;
        return ProvisioningEnds(Value) is { } end && !(worked < end) ? end : worked;
    }

    // Ends this activation. It waits for its calls first, so the long ones are told; whoever activates next goes on from the record.
    void Leave()
    {
        DeactivateOnIdle();
        CancelLong();
        _changed.Raise();
    }

    // What waits here waits for this activation only. A call to itself would outlive it.
    async Task WaitWhileAsync(Func<bool> holds, TimeSpan patience)
    {
        var end = time.GetUtcNow() + patience;
        while (holds() && !Stopping.IsCancellationRequested && end - time.GetUtcNow() is var left && left > TimeSpan.Zero)
        {
            await _changed.Next.WaitAsync(left, time, Stopping)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    EventDraft Event(string type, string payload) => new(ids.NewId(), type, _id, time.GetUtcNow(), payload);

    WorkspaceView View() => WorkspaceViews.Of(_id, Value, _live, time.GetUtcNow());

    // Moves a copy of the record along the table; false: the trigger means nothing in this status.
    bool TryMove(WorkspaceRecord next, StatusTrigger trigger, out string? eventName)
    {
        eventName = null;
        if (StatusMachine.Next(next.Status, trigger) is not { } transition)
            return false;
        if (next.Status != transition.To)
            next.StatusChangedAt = time.GetUtcNow();
        next.Status = transition.To;
        next.IsWaking &= transition.To == WorkspaceStatus.Provisioning;
        if (transition.To == WorkspaceStatus.Online)
        {
            next.FailedBoots = 0;
            if (next.Work is { Kind: AgentWorkKind.AutoRestart })
                next.Work = null;
        }

        eventName = transition.Event;
        return true;
    }
}
