using Molecule.Grains.Events;
using Molecule.Grains.Orgs;

namespace Molecule.Grains.Workspaces;

// What agents say about themselves.
partial class WorkspaceGrain
{
    public async Task<RegisterOutcome> RegisterAsync(RegisterAgent command)
    {
        await FreshenAsync();
        if (!_record.Exists && !command.MayCreate)
        {
            _record.Fade(this);
            return new(RegisterResult.NotFound, null);
        }

        if (Value.Status == WorkspaceStatus.Removed)
            return new(RegisterResult.Removed, null);
        if (command.IsFirstContact && Value.Tokens.Any(token => token.Counts))
            return new(RegisterResult.TokenRequired, null);
        var now = time.GetUtcNow();
        var next = _record.Exists ? Value.Clone() : new WorkspaceRecord { Name = _id, CreatedAt = now, StatusChangedAt = now };
        if (IsBetweenAgents)
            return new(RegisterResult.Registered, null);
        if (command.Url is null && (!_record.Exists || next.Runtime == "external"))
            return new(RegisterResult.UrlRefused, null);

        AgentUrl.Take(next, command.Url);
        next.CardJson = command.CardJson;
        List<EventDraft> events = TryMove(next, StatusTrigger.Register, out var eventName)
            ? [Event(eventName!, EventPayloads.Registered(next.Url, command.CardJson))]
            : [];
        var draft = next.Tokens.Any(token => token.Counts) ? null : AddToken(next);
        _live.HeardAt = now;
        await CommitAsync(next, events);
        var token = draft is not null && await TryIssueAsync(draft) ? draft.PlainText : null;
        _mayHoldMessages = true;
        await TellSoonAsync();
        await DrainSoonAsync();
        return new(RegisterResult.Registered, token);
    }

    public async Task<HeartbeatOutcome> HeartbeatAsync(Heartbeat beat)
    {
        await FreshenAsync();
        if (!IsLive())
            return _record.Exists ? HeartbeatOutcome.Removed : HeartbeatOutcome.NotFound;

        var now = time.GetUtcNow();
        var taskChanged = _live.Take(beat, now);
        try
        {
            if (ChangesOf(beat, now, out var told) is { } next)
                await CommitAsync(next, told is null ? [] : [told]);
        }
        finally
        {
            // The agent lives, whatever Storage says.
            TimeSpan? lease = Value.Status.IsRoutable() ? Lease.For(Value.Runtime == "external", options) : null;
            await board.SendAsync(
                _org, Org,
                new(_id, now, lease, _live.ActiveTasks, _live.UptimeSeconds, _live.CurrentTask, _live.ErrorRate, _live.SampleError, taskChanged));
        }

        await TellSoonAsync();
        await DrainSoonAsync();
        return HeartbeatOutcome.Ok;
    }

    public async Task<bool> UpdateCardAsync(string cardJson)
    {
        await FreshenAsync();
        if (!IsLive())
            return false;
        var next = Value.Clone();
        next.CardJson = cardJson;
        await CommitAsync(next, Event(EventNames.AgentCardUpdated, EventPayloads.Card(cardJson)));
        return true;
    }

    public Task RecordOutboundAsync(DateTimeOffset at)
    {
        // Written with the next change.
        if (_record.Exists && !(at < _live.OutboundAt))
            _live.OutboundAt = at;
        return Task.CompletedTask;
    }

    // What of a heartbeat must survive: a new status, a new spend. Null, mostly: nothing.
    WorkspaceRecord? ChangesOf(Heartbeat beat, DateTimeOffset now, out EventDraft? told)
    {
        told = null;
        WorkspaceRecord? next = null;
        var from = Value.Status;
        if (!IsBetweenAgents && HeartbeatRules.Judge(from, beat, _live.Has(HeartbeatRules.StatusCapability)) is { } trigger)
        {
            next = Value.Clone();
            if (TryMove(next, trigger, out var eventName))
                told = Event(eventName!, PayloadOf(trigger, from, beat));
            (next.LastErrorRate, next.LastSampleError) = (beat.ErrorRate, beat.SampleError);
        }

        var spent = SpendRules.Current(Value.MonthlySpend, Value.SpendMonth, now);
        var spend = SpendRules.Take(spent, beat.MonthlySpend);
        if (spend != Value.MonthlySpend || (spend > 0 && spend != spent))
        {
            next ??= Value.Clone();
            (next.MonthlySpend, next.SpendMonth) = (spend, SpendRules.MonthOf(now));
        }

        return next;
    }

    static string PayloadOf(StatusTrigger trigger, WorkspaceStatus from, Heartbeat beat) => trigger switch
    {
        StatusTrigger.Recover => EventPayloads.RecoveredFrom(from),
        StatusTrigger.Wedge => EventPayloads.Wedged(beat.RuntimeState, beat.SampleError),
        StatusTrigger.ErrorsHigh => EventPayloads.Degraded(beat.ErrorRate, beat.SampleError),
        _ => EventPayloads.Empty,
    };
}
