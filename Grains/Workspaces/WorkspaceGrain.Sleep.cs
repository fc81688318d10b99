using Molecule.Grains.Events;

namespace Molecule.Grains.Workspaces;

// Hibernation: claimed first, so that only one caller wins; asleep when the agent is stopped; woken by a message.
partial class WorkspaceGrain
{
    static readonly TimeSpan SleepPatience = TimeSpan.FromSeconds(20);

    // Whoever is told that it wakes and looks at once shall see it wake, if that does not take long.
    static readonly TimeSpan WakePatience = TimeSpan.FromSeconds(1);

    // A wake that was sent and did not come is sent again after so long.
    static readonly TimeSpan WakeRetry = TimeSpan.FromSeconds(30);

    DateTimeOffset? _wakeSentAt;

    // The claim is what counts; that the agent is stopped too is worth a while.
    public Task WaitForSleepAsync() => WaitWhileAsync(() => DueWork is { Kind: AgentWorkKind.Hibernate }, SleepPatience);

    public async Task HibernateIfIdleAsync()
    {
        await FreshenAsync();
        if (_record.Exists && IsManaged && Value.Work is null && Value.HibernationIdleMinutes is > 0 and var minutes
            && _live.IdleSince(time.GetUtcNow(), options.A2ACeiling) is { } since && time.GetUtcNow() - since >= TimeSpan.FromMinutes(minutes))
            await HibernateAsync(force: false);
    }

    public async Task<HibernateOutcome> HibernateAsync(bool force)
    {
        await FreshenAsync();
        if (!IsLive())
            return new(HibernateResult.NotFound);
        var next = Value.Clone();
        if (!TryMove(next, StatusTrigger.Hibernate, out _))
            return new(HibernateResult.NotFound);
        if (!force && _live.ActiveTasks > 0)
            return new(HibernateResult.Busy, _live.ActiveTasks);
        if (!MayHaveAgent)
        {
            await FallAsleepAsync(next);
            return new(HibernateResult.Hibernated);
        }

        next.Work = new AgentWork(ids.NewId(), AgentWorkKind.Hibernate, time.GetUtcNow());
        await CommitAsync(next);
        await WorkSoonAsync();
        return new(HibernateResult.Hibernated);
    }

    public async Task WakeAsync()
    {
        try
        {
            await FreshenAsync();
            if (!_record.Exists || Value.Status != WorkspaceStatus.Hibernated || await Org.FindPausedAncestorAsync(_id) is not null)
                return;
            var next = Value.Clone();
            if (next.Runtime == External || !provisioner.IsAvailable)
            {
                await CommitAsync(next, AwaitAgent(next, StatusTrigger.WakeExternal));
                return;
            }

            await TakeContextAsync(next);
            var begun = BeginStart(next, StatusTrigger.Wake);
            next.IsWaking = true;
            await CommitAsync(next, begun);
            await WorkSoonAsync();
        }
        finally
        {
            _wakeSentAt = null;
            _changed.Raise();
        }
    }

    bool IsAsleep => Value.Status is WorkspaceStatus.Hibernated or WorkspaceStatus.Hibernating
        || Value is { Status: WorkspaceStatus.Provisioning, IsWaking: true };

    bool IsWakeSent => time.GetUtcNow() - _wakeSentAt < WakeRetry;

    // Many messages may find it asleep: one is enough to wake it.
    Task WakeSoonAsync()
    {
        if (IsWakeSent || Value.Status != WorkspaceStatus.Hibernated)
            return Task.CompletedTask;
        _wakeSentAt = time.GetUtcNow();
        return Self.WakeAsync();
    }

    Task FallAsleepAsync() => FallAsleepAsync(Value.Clone());

    Task FallAsleepAsync(WorkspaceRecord next)
    {
        TryMove(next, StatusTrigger.Hibernated, out var eventName);
        LeaveAgent(next);
        (next.Work, next.InstanceId, next.Context) = (null, null, null);
        return CommitAsync(next, Event(eventName!, EventPayloads.Hibernated(next.Name, next.Tier)));
    }
}
