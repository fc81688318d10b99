using Molecule.Grains.Events;

namespace Molecule.Grains.Workspaces;

// Pause and resume with all that is below. This workspace first, together with the list of those that are still to hear of it.
partial class WorkspaceGrain
{
    public async Task<LifecycleOutcome> PauseAsync()
    {
        await FreshenAsync();
        if (await ContinueCommandAsync(pauses: true) is { } continued)
            return continued;
        if (!IsLive() || Value.Status == WorkspaceStatus.Paused)
            return new(LifecycleResult.NotFound);
        await PauseHereAsync(await Org.GetCascadeAsync(_id, pauses: true));
        return new(LifecycleResult.Accepted, 1 + await ContinueCascadeAsync());
    }

    public async Task<bool> PauseSelfAsync()
    {
        await FreshenAsync();
        if (!IsLive() || Value.Status == WorkspaceStatus.Paused)
            return false;
        await PauseHereAsync([]);
        return true;
    }

    public async Task<LifecycleOutcome> UnpauseAsync()
    {
        await FreshenAsync();
        if (await ContinueCommandAsync(pauses: false) is { } continued)
            return continued;
        if (!IsLive() || Value.Status != WorkspaceStatus.Paused)
            return new(LifecycleResult.NotFound);
        if (Value.Runtime != External && !provisioner.IsAvailable)
            return new(LifecycleResult.NoProvisioner);
        if (await Org.FindPausedAncestorAsync(_id) is { } above)
            return new(LifecycleResult.AncestorPaused, AncestorName: above.Name);
        await UnpauseHereAsync(await Org.GetCascadeAsync(_id, pauses: false));
        return new(LifecycleResult.Accepted, 1 + await ContinueCascadeAsync());
    }

    public async Task<bool> UnpauseSelfAsync()
    {
        await FreshenAsync();
        if (!IsLive() || Value.Status != WorkspaceStatus.Paused)
            return false;
        await UnpauseHereAsync([]);
        return true;
    }

    async Task PauseHereAsync(IReadOnlyList<string> below)
    {
        var next = Value.Clone();
        TryMove(next, StatusTrigger.Pause, out var eventName);
        LeaveAgent(next);
        next.Context = null;
        next.Work = MayHaveAgent ? new AgentWork(ids.NewId(), AgentWorkKind.Stop, time.GetUtcNow()) : null;
        next.Cascade = CascadeOf(pauses: true, below);
        await CommitAsync(next, Event(eventName!, EventPayloads.Named(next.Name)));
        await WorkSoonAsync();
    }

    async Task UnpauseHereAsync(IReadOnlyList<string> below)
    {
        var next = Value.Clone();
        next.Cascade = CascadeOf(pauses: false, below);
        await CommitAsync(next, next.Runtime == External ? AwaitAgent(next, StatusTrigger.ResumeExternal) : BeginStart(next, StatusTrigger.Resume));
        await WorkSoonAsync();
    }

    // There is nothing that the platform could start: whoever does it registers.
    EventDraft AwaitAgent(WorkspaceRecord next, StatusTrigger trigger)
    {
        TryMove(next, trigger, out var eventName);
        LeaveAgent(next);
        next.Work = null;
        return Event(eventName!, EventPayloads.External(next.Name));
    }

    // A command that broke off half way and is asked for again is the same one.
    async Task<LifecycleOutcome?> ContinueCommandAsync(bool pauses) =>
        IsLive() && (Value.Status == WorkspaceStatus.Paused) == pauses && Value.Cascade is { } begun && begun.Pauses == pauses
            ? new(LifecycleResult.Accepted, 1 + await ContinueCascadeAsync())
            : null;

    // What was begun and is done twice does no harm as long as nobody could undo it in between: so its end is written.
    async Task<int> ContinueCascadeAsync()
    {
        if (Value.Cascade is not { } cascade)
            return 0;
        var reached = 0;
        foreach (var some in cascade.Remaining.Chunk(CascadeWidth))
        {
            var changed = await Task.WhenAll(some.Select(id => GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, id)))
                .Select(below => cascade.Pauses ? below.PauseSelfAsync() : below.UnpauseSelfAsync()));
            reached += changed.Count(each => each);
        }

        var next = Value.Clone();
        next.Cascade = null;
        await CommitAsync(next);
        return reached;
    }

    static PendingCascade? CascadeOf(bool pauses, IReadOnlyList<string> below) => below.Count > 0 ? new(pauses, below) : null;
}
