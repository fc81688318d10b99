using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Delegations;

// How a delegation is sent: outside of the turns that others wait for. What is about to happen is in Storage before it happens, so whoever finds the
// record due can go on from there.
partial class DelegationGrain
{
    const int ResultAttempts = 6;
    static readonly TimeSpan FirstResultDelay = TimeSpan.FromMilliseconds(250);

    bool _isSending;

    public async Task RunAsync()
    {
        if (_isSending)
            return;
        _isSending = true;
        try
        {
            while (await SendAsync() is { } pause)
                await Task.Delay(pause, time, Stopping);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            // The process stops; the record is due.
        }
        catch (Exception e)
        {
            LogInterrupted(logger, e, _org, _sourceId, _id);
            if (!_isUntracked)
                _record = null; // Perhaps Storage has it otherwise.
        }
        finally
        {
            _isSending = false;
        }

        if (_isUntracked || _record is not { Status: DelegationStatus.Pending or DelegationStatus.Dispatched })
            await SettleAsync();
    }

    Task RunSoonAsync() => GrainFactory.GetGrain<IDelegationRun>(this.GetPrimaryKeyString()).RunAsync();

    // One attempt, from a place among those who send to what it means. Not null: another attempt after that time.
    async Task<TimeSpan?> SendAsync()
    {
        if (await LoadAsync() is not { Status: DelegationStatus.Pending or DelegationStatus.Dispatched, IsAgentRun: false } record)
            return null;
        var place = GrainKeys.Of(_org, record.TargetId);
        if (!await slots.EnterAsync(place))
        {
            // In Storage it costs nothing. What is not there can only wait here.
            if (_isUntracked)
                return options.DelegationCheck;
            // One that was just accepted is not due for a while; that needs no other write.
            if (!(record.DueAt - time.GetUtcNow() > options.DelegationCheck / 2))
                await PostponeAsync(Spread(options.DelegationCheck));
            DeactivateOnIdle();
            return null;
        }

        DelegationVerdict? verdict;
        try
        {
            verdict = await AttemptAsync(record.TargetId);
        }
        finally
        {
            slots.Leave(place);
        }

        return verdict is null ? null : await ApplyAsync(verdict);
    }

    // Those that were refused together do not come together again: from a half to one and a half of it, by the id.
    TimeSpan Spread(TimeSpan time) => time * (0.5 + (_id.Sum(static letter => letter) % 64 / 64.0));

    // Null: it was ended by somebody else meanwhile.
    async Task<DelegationVerdict?> AttemptAsync(string targetId)
    {
        if (_record is not { Status: DelegationStatus.Pending or DelegationStatus.Dispatched } record)
            return null;
        var now = time.GetUtcNow();
        var deadline = record.DeadlineAt ?? now + options.DelegationLimit;
        if (now >= deadline)
            return new DelegationVerdict.Failed("the delegation timed out");
        if (record.Attempts >= DelegationRules.MaxAttempts)
            return new DelegationVerdict.Failed("the delegation was interrupted too often");

        var target = GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, targetId));
        var caller = new A2ACaller(CallerKind.Workspace, _sourceId);
        var decision = await target.RouteAsync(new A2ARequest(caller, Ceiling: deadline - now));
        var isSent = decision.Kind == A2ADecisionKind.Deliver;
        var attempts = record.Attempts + (isSent ? 1 : 0);
        var began = false;
        try
        {
            began = await ChangeAsync(new()
            {
                Status = isSent ? DelegationStatus.Dispatched : record.Status,
                Attempts = attempts,
                DeadlineAt = deadline,
                DueAt = now + options.DelegationCheck,
            });
        }
        finally
        {
            if (isSent && !began)
                await WithdrawAsync(target, ReportOf(decision, caller, default, new A2ACarried(A2AOutcome.Withdrawn)));
        }

        if (!began)
            return null;
        if (!isSent)
            return DelegationRules.Judge(decision);

        // Told while the message is on its way; what comes of it is told after it.
        var telling = TryTellAsync();
        try
        {
            var request = DelegationMessage.Of(record);
            var carried = await carrier.CarryAsync(_org, targetId, decision, request, Stopping);
            var settlement = await target.SettleAsync(ReportOf(decision, caller, request, carried));
            return DelegationRules.Judge(carried, settlement, attempts);
        }
        finally
        {
            await telling;
        }
    }

    // It got a route and does not go: it must not keep its target from sleep.
    async Task WithdrawAsync(IWorkspaceGrain target, A2AReport report)
    {
        try
        {
            await target.SettleAsync(report);
        }
        catch (Exception e)
        {
            LogWithdrawalFailed(logger, e, _org, _sourceId, _id);
        }
    }

    async Task<TimeSpan?> ApplyAsync(DelegationVerdict verdict)
    {
        var now = time.GetUtcNow();
        switch (verdict)
        {
            case DelegationVerdict.Again { After: var after }:
                await ChangeAsync(new() { Status = _record?.Status, DueAt = now + after + options.DelegationCheck });
                return after;
            case DelegationVerdict.Queued { EntryId: var entry }:
                await BringInAsync(new()
                {
                    Status = DelegationStatus.Queued, QueueEntryId = entry, QueuedAt = now, ResultAt = now, DueAt = now + options.DelegationCheck,
                });
                return null;
            case DelegationVerdict.Completed { Text: var text }:
                await BringInAsync(ResultOf(null, text));
                return null;
            case DelegationVerdict.Failed { Error: var error }:
                await BringInAsync(ResultOf(error, null));
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown.");
        }
    }

    // What an agent has worked for is not given up because Storage is away for a moment.
    async Task BringInAsync(DelegationChange result)
    {
        var delay = FirstResultDelay;
        for (var attempt = 1; ; attempt++, delay *= 2)
        {
            try
            {
                await ChangeAsync(result);
                return;
            }
            catch (Exception e) when (attempt < ResultAttempts)
            {
                LogResultFailed(logger, e, _org, _sourceId, _id, attempt);
            }

            await Task.Delay(delay, time, Stopping);
        }
    }

    A2AReport ReportOf(A2ADecision decision, A2ACaller caller, ReadOnlyMemory<byte> request, A2ACarried carried) => new()
    {
        DeliveryId = decision.DeliveryId,
        Caller = caller,
        Outcome = carried.Outcome,
        AgentStatus = carried.AgentStatus,
        Method = TextRequest.Method,
        MessageId = _id,
        Request = request,
        Response = carried.Response,
        DurationMs = carried.DurationMs,
        ErrorDetail = carried.ErrorDetail,
    };

    CancellationToken Stopping => ServiceProvider.ProgramStopping();
}
