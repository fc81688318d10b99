using Microsoft.Extensions.Logging;
using Molecule.Grains.Workspaces;
using Molecule.Storage.LastSeen;

namespace Molecule.Grains.Orgs;

// One timer an org: leases, what is owed, what waits. It interleaves, because the workspaces that it calls call the org. When the activation is to end it
// waits for them no longer: their calls would wait for the next activation, and that for the end of this one.
partial class OrgGrain
{
    const string LastSeenKind = "workspace";
    const int SweepLimit = 512;
    const int SweepWidth = 32;
    const int LastSeenBatch = 500;
    static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(5);
    static readonly TimeSpan DebtPeriod = TimeSpan.FromSeconds(5);
    static readonly TimeSpan QueuePeriod = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LastSeenPeriod = TimeSpan.FromSeconds(30);

    List<BoardEntry> _seen = [];
    DateTimeOffset _debtsAt;
    DateTimeOffset _queuesAt;
    DateTimeOffset _lastSeenAt;
    bool _queuesSeen;
    CancellationTokenSource _leaving = null!;
    CancellationToken _left;

    // What fails because this activation or the program ends is no fault: whoever comes next does it.
    LogLevel Gravity => _left.IsCancellationRequested ? LogLevel.Debug : LogLevel.Warning;

    public Task<int> DropStaleAsync(string? workspaceId, TimeSpan maxAge) => queue.DropStaleAsync(_org, workspaceId, time.GetUtcNow() - maxAge);

    void StartSweep()
    {
        _lastSeenAt = time.GetUtcNow() + LastSeenPeriod;
        this.RegisterGrainTimer(
            SweepAsync, new GrainTimerCreationOptions(options.SweepPeriod, options.SweepPeriod) { Interleave = true, KeepAlive = true });
    }

    async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await DutyAsync("leases", "liveness-monitor", ExpireLeasesAsync);
        await SweepAgentsAsync(now);
        await DutyAsync("events", "event-log-sweep", _events.CatchUpAsync);
        if (IsDue(ref _debtsAt, now, DebtPeriod))
        {
            // Starts, restarts and stops that are due, deadlines, events that are not in the log yet: whatever a record says is owed.
            await DutyAsync("debts", "provision-timeout-sweep", CollectDebtsAsync);
            await DutyAsync("orphans", "removal-sweep", RemoveOrphansAsync);
            await DutyAsync("delegations", "delegation-sweep", ResumeDelegationsAsync);
            await DutyAsync("approvals", "approval-sweep", ResumeApprovalsAsync);
        }

        if (IsDue(ref _queuesAt, now, QueuePeriod))
        {
            await DutyAsync("queues", "queue-sweep", SweepQueuesAsync);
            _claims.Prune(now);
        }

        if (IsDue(ref _lastSeenAt, now, LastSeenPeriod))
            await DutyAsync("last seen", "last-seen-writer", WriteLastSeenAsync);
    }

    void Leave()
    {
        DeactivateOnIdle();
        if (!_left.IsCancellationRequested)
            _leaving.Cancel();
    }

    void BeginWaits()
    {
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(ServiceProvider.ProgramStopping());
        _left = _leaving.Token;
    }

    void EndWaits()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    // One duty that fails does not keep the others from being done, and is seen to stand still.
    async Task DutyAsync(string name, string loop, Func<Task> duty)
    {
        if (!_left.IsCancellationRequested)
            loops.Begin(loop, _org);
        try
        {
            await duty();
            if (!_left.IsCancellationRequested)
                loops.Tick(loop, _org);
        }
        catch (Exception e)
        {
            LogDutyFailed(logger, Gravity, e, _org, name);
        }
    }

    static bool IsDue(ref DateTimeOffset at, DateTimeOffset now, TimeSpan period)
    {
        if (now < at)
            return false;
        at = now + period;
        return true;
    }

    Task ExpireLeasesAsync() => ForEachAsync(_leases.TakeExpired(time.GetUtcNow(), SweepLimit), ExpireLeaseAsync);

    async Task ExpireLeaseAsync(string id)
    {
        try
        {
            if (await Workspace(id).ExpireLeaseAsync() is { } left)
                _leases.Renew(id, time.GetUtcNow() + left);
        }
        catch (Exception e)
        {
            // It must not stay online only because Storage was away when its time was up.
            LogExpiryFailed(logger, Gravity, e, _org, id);
            if (_leases.EndOf(id) is null && _board.Find(id) is { IsRoutable: true })
                _leases.Renew(id, time.GetUtcNow() + LeaseRetry);
        }
    }

    async Task CollectDebtsAsync()
    {
        if (await needs.Debts.MayHoldAsync(_org))
            await ForEachAsync(await queries.ListDueAsync<WorkspaceRecord>(_org, time.GetUtcNow(), SweepLimit, CancellationToken.None), ResumeAsync);
    }

    // Messages wait in Storage, and nobody remembers them after a restart: the first round looks at all of them, the others at agents that can answer.
    async Task SweepQueuesAsync()
    {
        if (!_queuesSeen || await needs.Messages.MayHoldAsync(_org))
        {
            await queue.DropExpiredAsync(_org, time.GetUtcNow());
            var pending = await queue.ListPendingWorkspacesAsync(_org);
            await ForEachAsync([.. pending.Where(id => !_queuesSeen || _board.Find(id) is { IsRoutable: true })], ResumeAsync);
        }

        _queuesSeen = true;
    }

    // Whoever was put below a workspace just when that was removed goes with it. The parent itself is asked: the board alone does not kill.
    Task RemoveOrphansAsync() => ForEachAsync([.. _board.Orphans()], RemoveOrphanAsync);

    async Task RemoveOrphanAsync(BoardEntry orphan)
    {
        try
        {
            if (orphan.ParentId is { } parent && await Workspace(parent).GetAsync() is null or { Status: WorkspaceStatus.Removed })
                await Workspace(orphan.Id).RemoveSelfAsync(purge: false);
        }
        catch (Exception e)
        {
            LogResumeFailed(logger, Gravity, e, _org, orphan.Id);
        }
    }

    async Task ResumeAsync(string id)
    {
        try
        {
            await Workspace(id).ResumeAsync();
        }
        catch (Exception e)
        {
            LogResumeFailed(logger, Gravity, e, _org, id);
        }
    }

    void NoteSeen(BoardEntry entry)
    {
        if (entry.IsSeenUnwritten)
            return;
        entry.IsSeenUnwritten = true;
        _seen.Add(entry);
    }

    async Task WriteLastSeenAsync()
    {
        var seen = _seen;
        _seen = [];
        foreach (var entry in seen)
            entry.IsSeenUnwritten = false;
        foreach (var batch in seen.Chunk(LastSeenBatch))
        {
            await lastSeen.WriteAsync(
                _org, [.. batch.Where(entry => entry.HeardAt is not null).Select(entry => new LastSeenAt(LastSeenKind, entry.Id, entry.HeardAt!.Value))]);
        }
    }

    async Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> act)
    {
        foreach (var some in items.Chunk(SweepWidth))
            await UnlessLeavingAsync(() => Task.WhenAll(some.Select(act)));
    }

    async Task UnlessLeavingAsync(Func<Task> begin)
    {
        if (_left.IsCancellationRequested)
            return;
        var calls = begin();
        await calls.WaitAsync(_left).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (calls.IsCompleted)
            await calls;
    }
}
