using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Storage.A2AQueue;

namespace Molecule.Grains.Workspaces;

// The queue's way out. Storage knows what waits; the activation only remembers whether looking there may be worth it, so that a heartbeat does not.
partial class WorkspaceGrain
{
    readonly List<Tried> _unwritten = [];
    CancellationTokenSource? _stopping;
    Task? _orphansReleased;
    bool _mayHoldMessages = true;
    bool _looked;
    bool _mayHaveClaimed;
    int _enqueued;
    int _draining;
    int _claimed;

    public async Task DrainAsync()
    {
        if (!CanDrain())
            return;
        _draining++;
        try
        {
            await DrainOneAsync();
        }
        catch (Exception e)
        {
            LogDrainFailed(logger, e, _org, _id);
        }
        finally
        {
            _draining--;
        }
    }

    // One message for one occasion: a heartbeat, a registration, the org's sweep.
    Task DrainSoonAsync() =>
        CanDrain() ? GrainFactory.GetGrain<IWorkspaceDrain>(this.GetPrimaryKeyString()).DrainAsync() : Task.CompletedTask;

    // An agent that reports work has less room; one that was just sent a message may not report it yet.
    bool CanDrain() => _mayHoldMessages && _record.Exists && Value.Status.IsRoutable()
        && Math.Max(_live.ActiveTasks, _draining) < Value.MaxConcurrentTasks;

    async Task DrainOneAsync()
    {
        if (!await LookAsync())
            return;
        await ReleaseOrphansAsync();
        await WriteVerdictsAsync();
        _claimed++;
        try
        {
            await CarryNextAsync();
        }
        finally
        {
            _claimed--;
        }

        await WriteVerdictsAsync();
    }

    // Once an activation: the one before it, here or elsewhere, may have left something. Cheaper than a claim, because mostly there is nothing.
    async ValueTask<bool> LookAsync()
    {
        var enqueued = _enqueued;
        if (_looked || await queue.HasOpenAsync(_org, _id))
            return _looked = true;
        _looked = true;
        return _mayHoldMessages &= enqueued != _enqueued;
    }

    async Task CarryNextAsync()
    {
        var enqueued = _enqueued;
        if (await ClaimAsync() is { } entry)
        {
            _unwritten.Add(await TryAsync(entry));
        }
        else
        {
            // Unless one came in while Storage was asked.
            _mayHoldMessages &= enqueued != _enqueued;
        }
    }

    async Task<QueueEntry?> ClaimAsync()
    {
        try
        {
            return await queue.ClaimNextAsync(_org, _id, time.GetUtcNow());
        }
        catch
        {
            // Perhaps one is claimed now and nobody knows which.
            _mayHaveClaimed = true;
            throw;
        }
    }

    async Task<Tried> TryAsync(QueueEntry entry)
    {
        try
        {
            // The world may have changed since it was queued: hierarchy and budget are judged again.
            var decision = await RouteAsync(new A2ARequest(entry.Caller, FromQueue: true));
            if (decision.Kind != A2ADecisionKind.Deliver)
                return Tried.Of(entry, QueuePolicy.Judge(decision, entry.Attempts));
            // Told while the message is on its way: that waits for nobody.
            var telling = TellDepartureAsync(entry.Caller);
            var carried = await CarryAsync(decision, entry.Body);
            await telling;
            var judged = QueuePolicy.Judge(carried, entry.Attempts);
            if (judged.Verdict == QueueVerdict.Complete)
                await TellAnswerAsync(entry, carried);
            return Tried.Of(entry, judged, carried.Response);
        }
        catch (Exception e)
        {
            // A fault of this server, not of the agent: it does not count.
            LogDrainFailed(logger, e, _org, _id);
            return new(entry, QueueVerdict.Wait, "internal error");
        }
    }

    async Task<A2ACarried> CarryAsync(A2ADecision decision, ReadOnlyMemory<byte> request)
    {
        try
        {
            var carried = await carrier.CarryAsync(_org, _id, decision, request, Stopping);
            if (carried.Outcome == A2AOutcome.Answered)
                meter.Note(_org, _id, AgentAnswer.Read(carried.Response).Usage);
            return carried;
        }
        finally
        {
            _live.NoteEnd(time.GetUtcNow());
        }
    }

    async Task TellDepartureAsync(A2ACaller caller)
    {
        try
        {
            if (A2ADeparture.Of(caller, _id, time.GetUtcNow(), fromQueue: true) is { } departure)
                await Org.PublishAsync([departure.ToSignal()]);
        }
        catch (Exception e)
        {
            LogSignalFailed(logger, e, _org, _id);
        }
    }

    // Whoever wrote it was told that it waits, and what leaves the queue is in no log: this is how the answer reaches the page.
    async Task TellAnswerAsync(QueueEntry entry, A2ACarried carried)
    {
        try
        {
            if (entry.Caller.Kind == CallerKind.Canvas)
                await TellCanvasAsync(entry.Method, carried.Response, carried.DurationMs);
        }
        catch (Exception e)
        {
            LogSignalFailed(logger, e, _org, _id);
        }
    }

    // A verdict that Storage did not take is written before anything else is claimed. If this activation dies first, the entry is an orphan and is
    // sent again with the same message id.
    async Task WriteVerdictsAsync()
    {
        while (_unwritten.Count > 0)
        {
            var (entry, verdict, error, _) = _unwritten[0];
            await TellDelegationAsync(_unwritten[0]);
            await (verdict switch
            {
                QueueVerdict.Complete => queue.CompleteAsync(_org, entry.EntryId, time.GetUtcNow()),
                QueueVerdict.Fail => queue.FailAsync(_org, entry.EntryId, error ?? "failed", time.GetUtcNow()),
                _ => queue.ReturnAsync(_org, entry.EntryId, countAttempt: verdict == QueueVerdict.Retry, error),
            });
            _unwritten.RemoveAll(each => each.Entry.EntryId == entry.EntryId);
        }
    }

    // The delegation that the message carries learns first what came of it: once the entry is at its end, nobody would come back to say so.
    Task TellDelegationAsync(Tried tried) =>
        tried.Verdict is QueueVerdict.Complete or QueueVerdict.Fail && DelegationMessage.Find(tried.Entry.Caller, tried.Entry.Body) is { } delegation
            ? GrainFactory.GetGrain<IDelegationGrain>(DelegationKeys.Of(_org, delegation.SourceId, delegation.Id)).TakeDrainedAsync(
                tried.Verdict == QueueVerdict.Complete ? new(null, ReplyText.Of(tried.Response)) : new(tried.Error ?? "failed", null))
            : Task.CompletedTask;

    // Once an activation, before it claims anything: what is claimed then belongs to an activation that is gone. Once more when a claim's end is
    // unknown, as soon as this activation holds nothing itself.
    async Task ReleaseOrphansAsync()
    {
        if (_mayHaveClaimed && _claimed == 0 && _unwritten.Count == 0)
            (_mayHaveClaimed, _orphansReleased) = (false, null);
        var released = _orphansReleased ??= queue.ReleaseOrphansAsync(_org, _id);
        try
        {
            await released;
        }
        catch
        {
            if (_orphansReleased == released)
                _orphansReleased = null;
            throw;
        }
    }

    void NoteEnqueued()
    {
        _enqueued++;
        _mayHoldMessages = true;
    }

    CancellationToken Stopping => (_stopping ??= CancellationTokenSource.CreateLinkedTokenSource(ServiceProvider.ProgramStopping())).Token;

    void CancelLong()
    {
        // Made if it is not there yet: what begins while the activation ends is cancelled too.
        _ = Stopping;
        _stopping?.Cancel();
    }

    void StopDraining()
    {
        _stopping?.Cancel();
        _stopping?.Dispose();
        _stopping = null;
    }

    // An entry that was tried, and what that means for it.
    readonly record struct Tried(QueueEntry Entry, QueueVerdict Verdict, string? Error, ReadOnlyMemory<byte> Response = default)
    {
        public static Tried Of(QueueEntry entry, (QueueVerdict Verdict, string? Error) judged, ReadOnlyMemory<byte> response = default) =>
            new(entry, judged.Verdict, judged.Error, response);
    }
}
