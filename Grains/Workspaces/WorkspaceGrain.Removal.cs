using Molecule.Grains.Events;
using Molecule.Grains.Tokens;

namespace Molecule.Grains.Workspaces;

// Removal: the tombstone first, so that everything that races with it becomes a no-op; then what follows from it, as often as it takes.
partial class WorkspaceGrain
{
    const int CascadeWidth = 8;

    public async Task<RemoveOutcome> RemoveAsync(RemoveWorkspace command)
    {
        await FreshenAsync();
        if (!_record.Exists)
        {
            _record.Fade(this);
            return new(RemoveResult.NotFound, 0, [], 0);
        }

        if (Value.Status == WorkspaceStatus.Removed)
            return await RemoveAgainAsync(command.Purge);

        var children = await Org.GetChildrenAsync(_id);
        if (children.Count > 0 && !command.Confirmed)
            return new(RemoveResult.ConfirmationRequired, 0, children, 0);
        var below = children.Count > 0 ? await Org.GetDescendantsAsync(_id) : [];
        await BuryAsync(new PendingRemoval(below, command.Purge, Announced: below.Count == 0), EventPayloads.Removed(0));
        return await ContinueRemovalAsync();
    }

    public async Task<RemoveOutcome> RemoveSelfAsync(bool purge)
    {
        await FreshenAsync();
        if (!_record.Exists)
        {
            _record.Fade(this);
            return new(RemoveResult.NotFound, 0, [], 0);
        }

        // Its rows are erased by the removal that it is a part of.
        if (Value.Status != WorkspaceStatus.Removed)
            await BuryAsync(new PendingRemoval([], Purge: false, Announced: true), EventPayloads.Empty);
        var outcome = await ContinueRemovalAsync();
        if (!_delivered)
            await DeliverAsync();

        // The root's event is the last one of a removal.
        if (!_delivered)
            throw new InvalidOperationException($"The event of the removal of workspace {_id} is not in the log yet.");
        if (purge && outcome.StopFailures == 0)
            DeactivateOnIdle();
        return outcome;
    }

    async Task BuryAsync(PendingRemoval removal, string payload)
    {
        var next = Value.Clone();
        TryMove(next, StatusTrigger.Remove, out var eventName);
        next.Url = "";
        next.Removal = removal;
        (next.X, next.Y, next.Collapsed) = (0, 0, false);
        (next.Work, next.Context, next.Cascade) = (null, null, null);
        (next.Expansion, next.Collapse, next.AgentMove) = (null, null, null);
        next.Tokens = [.. next.Tokens.Select(token => token with { State = TokenEntryState.Revoking })];
        await CommitAsync(next, removal.Announced ? [Event(eventName!, payload)] : []);
    }

    async Task<RemoveOutcome> RemoveAgainAsync(bool purge)
    {
        if (purge && Value.Removal is not { Purge: true })
        {
            var next = Value.Clone();
            next.Removal = next.Removal is { } begun
                ? begun with { Purge = true }
                : new PendingRemoval(await FindBuriedBelowAsync(), Purge: true, Announced: true);
            await CommitAsync(next);
        }

        return await ContinueRemovalAsync();
    }

    // Everything here may be done twice. What could not be done stays owed: the record is due.
    async Task<RemoveOutcome> ContinueRemovalAsync()
    {
        if (Value.Removal is not { } removal)
            return new(RemoveResult.Removed, 0, [], 0);

        var stopFailures = await RemoveDescendantsAsync(removal);
        await SettleTokensAsync();
        await DropMessagesAsync();
        if (!await StopAgentAsync())
            stopFailures++;

        if (!removal.Announced)
        {
            removal = removal with { Announced = true };
            var next = Value.Clone();
            next.Removal = removal;
            await CommitAsync(next, Event(EventNames.WorkspaceRemoved, EventPayloads.Removed(removal.Descendants.Count)));
        }

        if (stopFailures > 0)
            return new(RemoveResult.StopFailed, removal.Descendants.Count, [], stopFailures);
        if (removal.Purge && !await TryEraseAsync(removal))
            return new(RemoveResult.PurgeFailed, removal.Descendants.Count, [], 0);

        // In memory: the sweep writes it with the rest.
        Value.Removal = null;
        return new(RemoveResult.Removed, removal.Descendants.Count, [], 0);
    }

    async Task<int> RemoveDescendantsAsync(PendingRemoval removal)
    {
        var failures = 0;
        foreach (var some in removal.Descendants.Chunk(CascadeWidth))
        {
            var outcomes = await Task.WhenAll(some.Select(id =>
                GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, id)).RemoveSelfAsync(removal.Purge)));
            failures += outcomes.Sum(outcome => outcome.StopFailures);
        }

        return failures;
    }

    // Those on their way too: a tombstone's messages have all come to an end.
    async Task DropMessagesAsync()
    {
        await queue.ReleaseOrphansAsync(_org, _id);
        await queue.DropAllAsync(_org, _id, "workspace removed");
    }

    async Task<bool> StopAgentAsync() => !MayHaveAgent
        || await provisioner.StopAsync(_org, _id, eraseVolume: true, CancellationToken.None);

    async Task<bool> TryEraseAsync(PendingRemoval removal)
    {
        // Their last events must be in the log before the rows go.
        if (!_delivered)
            return false;
        try
        {
            await eraser.EraseAsync(_org, [_id, .. removal.Descendants]);
        }
        catch (Exception e)
        {
            LogPurgeFailed(logger, e, _org, _id);
            return false;
        }

        _erased = true;
        Leave();
        return true;
    }

    // For a purge that comes after the removal: the tombstones below this one.
    async Task<IReadOnlyList<string>> FindBuriedBelowAsync()
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { _id };
        var open = new Queue<string>([_id]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in await queries.ListUnderAsync<WorkspaceRecord>(_org, parent, includeTerminal: true, CancellationToken.None))
            {
                if (child.Record.Status != WorkspaceStatus.Removed || !seen.Add(child.Id))
                    continue;
                found.Add(child.Id);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }
}
