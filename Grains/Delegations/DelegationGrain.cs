using Microsoft.Extensions.Logging;
using Molecule.Grains.A2A;
using Molecule.Grains.Orgs;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Delegations;

namespace Molecule.Grains.Delegations;

/// <summary>
/// One delegation. This file: what it is asked to do, and how a change becomes durable and known. Its sibling <c>.Sending</c>: how it is sent.
/// Its record is a row of its own kind rather than behind a persistent state: an acceptance is one write that shares its statement with others, and
/// no read.
/// </summary>
sealed partial class DelegationGrain(
    IDelegationStore store, IA2AQueue queue, IA2ACarrier carrier, DelegationSlots slots, GrainsOptions options, TimeProvider time,
    ILogger<DelegationGrain> logger) : Grain, IDelegationGrain, IDelegationRun
{
    readonly HashSet<string> _told = new(StringComparer.Ordinal);
    DelegationRecord? _record;
    bool _isUntracked;
    string _org = "";
    string _sourceId = "";
    string _id = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_org, _sourceId, _id) = DelegationKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<DelegateOutcome> DelegateAsync(NewDelegation command)
    {
        // Its id is new, so there is nothing to read first.
        if (_record is { } known)
            return new(_id, known.Status, IsReplay: true, IsTracked: !_isUntracked);
        var record = RecordOf(command);
        try
        {
            var receipt = await AcceptAsync(record);
            if (receipt.Id != _id)
            {
                DeactivateOnIdle();
                return new(receipt.Id, receipt.Status, IsReplay: true, IsTracked: true);
            }
        }
        catch (Exception e)
        {
            // The contract's answer to that: it goes out, and the caller is warned. If it is in Storage all the same, the sweep finds it there, and
            // the agent drops the repeat by its message id.
            LogUntracked(logger, e, _org, _sourceId, _id);
            _isUntracked = true;
        }

        _record = record;
        await RunSoonAsync();
        return new(_id, record.Status, IsReplay: false, IsTracked: !_isUntracked);
    }

    public async Task RecordAsync(NewDelegation command)
    {
        if (await LoadAsync() is null)
        {
            var record = RecordOf(command) with { IsAgentRun = true, Status = DelegationStatus.Dispatched };
            await store.AcceptAsync(_org, record);
            _record = record;
        }

        await SettleAsync();
    }

    public async Task<DelegationStatus?> UpdateAsync(DelegationUpdate update)
    {
        if (await LoadAsync() is not { } record)
        {
            DeactivateOnIdle();
            return null;
        }

        if (!record.Status.IsTerminal())
        {
            var now = time.GetUtcNow();
            var isResult = update.Status.IsTerminal() || update.Status == DelegationStatus.Queued;
            await ChangeAsync(new()
            {
                Status = update.Status,
                Error = update.Status == DelegationStatus.Failed ? update.Error ?? "" : null,
                Response = update.Response is null ? null : TextPreview.Of(update.Response, ReplyText.Limit),
                QueuedAt = update.Status == DelegationStatus.Queued ? now : null,
                ResultAt = isResult ? now : null,
                DueAt = now + options.DelegationCheck,
            });
        }

        await SettleAsync();
        return _record?.Status;
    }

    public async Task TakeDrainedAsync(DelegationDrained drained)
    {
        if (await LoadAsync() is not { } record || record.Status.IsTerminal())
            return;
        await ChangeAsync(ResultOf(drained.Error, drained.Response) with { IsViaQueue = true });
        await SettleAsync();
    }

    public async Task ResumeAsync()
    {
        _record = _isSending ? _record : null; // Somebody may have written since; while it sends, this activation is the one who writes.
        if (await LoadAsync() is not { } record)
        {
            DeactivateOnIdle();
            return;
        }

        _isUntracked &= _isSending; // The store has it after all.

        if (record.Status.IsTerminal())
            await SettleAsync();
        else if (_isSending)
            await PostponeAsync(options.DelegationCheck * 2);
        else if (record is { IsAgentRun: false, Status: DelegationStatus.Pending or DelegationStatus.Dispatched })
            await RunSoonAsync();
        else
            await WatchAsync(record);
    }

    async Task<DelegationReceipt> AcceptAsync(DelegationRecord record)
    {
        slots.BeginAcceptance();
        try
        {
            return await store.AcceptAsync(_org, record);
        }
        finally
        {
            slots.EndAcceptance();
        }
    }

    DelegationRecord RecordOf(NewDelegation command)
    {
        var now = time.GetUtcNow();
        return new()
        {
            SourceId = _sourceId,
            Id = _id,
            TargetId = command.TargetId,
            Task = command.Task,
            Key = command.Key,
            CreatedAt = now,
            DueAt = now + options.DelegationCheck,
        };
    }

    // Whoever takes the message out of the queue tells it here first. One that is not there any more was dropped. Of what the agent delivers itself, or
    // says to be queued, only the deadline is left to watch: it must not stay open for ever.
    async Task WatchAsync(DelegationRecord record)
    {
        if (record.QueueEntryId is { } entry && await queue.FindAsync(_org, entry) is var state && state is not { IsOpen: true })
            await ChangeAsync(ResultOf(state?.LastError ?? "the message left the queue undelivered", null));
        else if (time.GetUtcNow() >= record.CreatedAt + options.DelegationMaxAge && (record.IsAgentRun || record.QueueEntryId is null))
            await ChangeAsync(ResultOf("no result was reported", null));
        await SettleAsync();
    }

    // Tells what there is to tell, and says until when nobody need look after it. What fails here is owed: the record is due.
    async Task SettleAsync()
    {
        if (!await TryTellAsync() || _record is not { } record)
            return;
        try
        {
            // Whoever drops its message makes it due: then this is not taken, and it is looked after now.
            if (NextCheck(record) is var due && due != record.DueAt && !await ChangeAsync(new() { DueAt = due }))
            {
                await ResumeAsync();
                return;
            }
        }
        catch (Exception e)
        {
            LogInterrupted(logger, e, _org, _sourceId, _id);
        }

        if (record.Status.IsTerminal() && !_isSending)
            DeactivateOnIdle();
    }

    DateTimeOffset? NextCheck(DelegationRecord record)
    {
        var now = time.GetUtcNow();
        return record switch
        {
            { Status: DelegationStatus.Completed or DelegationStatus.Failed } => null,
            { Status: DelegationStatus.Queued, QueueEntryId: not null } => now + DelegationRules.QueueCheckAfter(now - (record.QueuedAt ?? now)),
            { IsAgentRun: true } or { Status: DelegationStatus.Queued or DelegationStatus.InProgress or DelegationStatus.Received } =>
                record.CreatedAt + options.DelegationMaxAge,
            _ => record.DueAt,
        };
    }

    Task PostponeAsync(TimeSpan by) => _record is { } record && !record.Status.IsTerminal()
        ? ChangeAsync(new() { DueAt = time.GetUtcNow() + by })
        : Task.CompletedTask;

    async Task<bool> TryTellAsync()
    {
        if (_isUntracked || _record is not { } record)
            return true;
        var untold = DelegationEvents.Of(_org, record, time.GetUtcNow()).Where(e => !_told.Contains(e.Id)).ToArray();
        if (untold.Length == 0)
            return true;
        try
        {
            await GrainFactory.GetGrain<IOrgGrain>(_org).AppendAsync(untold);
            _told.UnionWith(untold.Select(e => e.Id));
            return true;
        }
        catch (Exception e)
        {
            LogTellFailed(logger, e, _org, _sourceId, _id);
            return false;
        }
    }

    async Task<DelegationRecord?> LoadAsync() => _record ??= await store.FindAsync(_org, _sourceId, _id);

    // Never on a caller's token, and never from a terminal state, nor over a due that is not known here: the statement itself sees to that.
    async Task<bool> ChangeAsync(DelegationChange change)
    {
        change = change with { DueWas = _record?.DueAt };
        if (_isUntracked)
            return await ChangeUntrackedAsync(change);
        try
        {
            if (await store.ChangeAsync(_org, _sourceId, _id, change))
            {
                Take(change);
                return true;
            }

            _record = await store.FindAsync(_org, _sourceId, _id);
            return false;
        }
        catch
        {
            // Perhaps it is stored: looked up before the next decision.
            if (!_isSending)
                _record = null;
            throw;
        }
    }

    // The store may have taken it though it could not say so: then it is tracked from here on, and its result is not lost.
    async Task<bool> ChangeUntrackedAsync(DelegationChange change)
    {
        try
        {
            _isUntracked = !await store.ChangeAsync(_org, _sourceId, _id, change);
        }
        catch (Exception e)
        {
            LogUntracked(logger, e, _org, _sourceId, _id);
        }

        Take(change);
        return true;
    }

    // Of two changes that were on their way at once, the terminal one counts, whichever is heard of first.
    void Take(DelegationChange change)
    {
        if (_record is { } record && !(record.Status.IsTerminal() && change.Status is not null))
            _record = record.With(change);
    }

    DelegationChange ResultOf(string? error, string? response)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Status = error is null ? DelegationStatus.Completed : DelegationStatus.Failed,
            Error = error,
            Response = error is null ? response ?? "" : null,
            ResultAt = now,
            DueAt = now + options.DelegationCheck,
        };
    }
}
