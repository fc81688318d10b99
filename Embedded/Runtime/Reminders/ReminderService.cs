using Microsoft.Extensions.Logging;
using Orleans.Embedded.Engine;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Keeps all reminders in the order in which they are due, with one timer for the next, and sends the ticks.</summary>
sealed class ReminderService : IDisposable
{
    const int LeastBacklog = 1_000;

    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly GrainEngine _engine;
    readonly IReminderStore _store;
    readonly ILogger<ReminderService> _log;
    readonly TimeProvider _time;
    readonly ITimer _timer;
    readonly Lock _lock = new();
    readonly Dictionary<(GrainId, string), ReminderRecord> _current = [];
    readonly PriorityQueue<ReminderRecord, (DateTimeOffset DueAt, long Order)> _due = new();
    long _order;
    bool _running;

    public ReminderService(GrainEngine engine, IReminderStore store, TimeProvider time, ILogger<ReminderService> log)
    {
        _engine = engine;
        _store = store;
        _log = log;
        _time = time;
        _timer = time.CreateEngineTimer(static self => ((ReminderService)self!).SendDueTicks(), this);
    }

    public void Dispose() => _timer.Dispose();

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        var reminders = await _store.ListAllAsync(cancellationToken);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            _running = true;
            foreach (var reminder in reminders)
            {
                // One that was set while the list was read is newer.
                if (_current.TryAdd((reminder.GrainId, reminder.Name), reminder))
                    Enqueue(reminder, now);
            }
            SetTimer();
        }
    }

    internal void Stop()
    {
        lock (_lock)
            _running = false;
        _timer.Dispose();
    }

    internal async Task<IGrainReminder> RegisterOrUpdateAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        var least = _engine.Options.MinimumReminderPeriod;
        if (period < least)
            throw new ArgumentException($"The period {period} of the reminder '{name}' is less than {least}.", nameof(period));
        var now = _time.GetUtcNow();
        var reminder = new ReminderRecord(grainId, name, now + dueTime, period, Guid.NewGuid().ToString("N"));
        await _store.UpsertAsync(reminder, CancellationToken.None);
        lock (_lock)
        {
            _current[(grainId, name)] = reminder;
            Enqueue(reminder, now);
            SetTimer();
        }
        return new GrainReminder(reminder);
    }

    internal async Task<IGrainReminder?> GetAsync(GrainId grainId, string name) =>
        (await GetAllAsync(grainId)).Find(reminder => reminder.ReminderName == name);

    internal async Task<List<IGrainReminder>> GetAllAsync(GrainId grainId) =>
        [.. (await _store.ListAsync(grainId, CancellationToken.None)).Select(record => new GrainReminder(record))];

    internal async Task UnregisterAsync(IGrainReminder reminder)
    {
        if (reminder is not GrainReminder { Record: var record })
            throw new ArgumentException("The reminder does not come from this engine.", nameof(reminder));
        if (!await _store.RemoveAsync(record.GrainId, record.Name, record.ETag, CancellationToken.None))
        {
            throw new ReminderException(
                $"The reminder '{record.Name}' of {record.GrainId} is not set, or was set again since it was read.");
        }
        lock (_lock)
        {
            if (IsCurrent(record))
                _current.Remove((record.GrainId, record.Name));
        }
    }

    void SendDueTicks()
    {
        var now = _time.GetUtcNow();
        List<ReminderRecord> ticks = [];
        lock (_lock)
        {
            while (_running && _due.TryPeek(out _, out var next) && next.DueAt <= now)
            {
                var reminder = _due.Dequeue();
                if (IsCurrent(reminder))
                    ticks.Add(reminder);
            }
        }
        foreach (var reminder in ticks)
            _engine.Scheduler.Post(_ => Send(reminder, now), null);
        lock (_lock)
            SetTimer();
    }

    async void Send(ReminderRecord reminder, DateTimeOffset now)
    {
        try
        {
            var status = new TickStatus(reminder.FirstDueAt.UtcDateTime, reminder.Period, now.UtcDateTime);
            await _engine.CallAsync(reminder.GrainId, new ReminderTickRequest(reminder.Name, status));
        }
        catch (Exception error)
        {
            _log.TickFailed(error, reminder.Name, reminder.GrainId);
        }
        // A tick that takes longer than its period makes no second one beside it.
        lock (_lock)
        {
            if (!IsCurrent(reminder))
                return;
            Enqueue(reminder, Later(_time.GetUtcNow(), now));
            SetTimer();
        }
    }

    // The tick just sent is not due again, however coarse the clock.
    static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset sent) => now > sent ? now : sent.AddTicks(1);

    // Under the lock.
    void Enqueue(ReminderRecord reminder, DateTimeOffset now)
    {
        if (_due.Count > (2 * _current.Count) + LeastBacklog)
            DropReplaced();
        _due.Enqueue(reminder, (ReminderSchedule.NextTick(reminder, now), _order++));
    }

    // Under the lock: reminders that were set again or removed leave entries behind.
    void DropReplaced()
    {
        var current = _due.UnorderedItems.Where(item => IsCurrent(item.Element)).ToArray();
        _due.Clear();
        _due.EnqueueRange(current);
    }

    // Under the lock.
    bool IsCurrent(ReminderRecord reminder) =>
        _current.TryGetValue((reminder.GrainId, reminder.Name), out var current) && current.ETag == reminder.ETag;

    // Under the lock.
    void SetTimer()
    {
        if (!_running || !_due.TryPeek(out _, out var next))
            return;
        var wait = next.DueAt - _time.GetUtcNow();
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }
}
