using System.Diagnostics;

namespace Orleans.Embedded.Testing;

/// <summary>
/// Runs everything in a simulation, one stretch at a time: which of those that could run is next, the seed decides. Time stands still while
/// anything can run, and then moves to the next timer.
/// </summary>
sealed class SimulationLoop(int seed, SimulationOptions options)
{
    static readonly TimeSpan TimeToShow = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly SimulationRandom _random = new(unchecked((ulong)seed));
    readonly List<SimulatedWork> _runnable = [];
    readonly PriorityQueue<(SimulatedTimer Timer, int Version), (DateTimeOffset DueAt, long Order)> _timers = new();
    readonly int _thread = Environment.CurrentManagedThreadId;
    readonly ManualResetEventSlim _escaped = new();
    DateTimeOffset _now = options.StartAt;
    StackTrace? _escape;
    long _timerOrder;
    ulong _hash = 14695981039346656037;
    volatile bool _hasEnded;

    internal DateTimeOffset Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    internal long Steps { get; private set; }

    internal ulong TraceHash => _hash;

    internal TimeSpan Elapsed => Now - options.StartAt;

    internal void Enqueue(in SimulatedWork work)
    {
        if (work.Process.IsDead)
            return;
        CheckThread();
        lock (_lock)
            _runnable.Add(work);
    }

    internal void SetTimer(SimulatedTimer timer, TimeSpan wait)
    {
        lock (_lock)
            _timers.Enqueue((timer, timer.Version), (_now + (wait < TimeSpan.Zero ? TimeSpan.Zero : wait), _timerOrder++));
    }

    /// <summary>
    /// Called wherever code of the simulation shows itself. On another thread it has left the simulation, which would then depend on how
    /// fast that thread is; so this ends it.
    /// </summary>
    internal void CheckThread()
    {
        if (Environment.CurrentManagedThreadId == _thread || _hasEnded)
            return;
        Interlocked.CompareExchange(ref _escape, new StackTrace(1, fNeedFileInfo: true), null);
        _escaped.Set();
    }

    /// <summary>Runs until the task has ended.</summary>
    /// <exception cref="SimulationException">It never would, or code outside grains failed.</exception>
    internal void RunUntilCompleted(Task task)
    {
        try
        {
            while (!task.IsCompleted)
            {
                ThrowIfEscaped();
                if (TryTakeNext(out var work))
                    Step(work);
                else if (!TryAdvance())
                    throw Stuck();
            }
            ThrowIfEscaped();
        }
        finally
        {
            _hasEnded = true;
        }
    }

    internal SimulationException Failure(string what, Exception? cause = null)
    {
        var message = $"Seed {seed}, step {Steps}, {Elapsed} of virtual time: {what}";
        return cause is null ? new SimulationException(message) : new SimulationException(message, cause);
    }

    SimulationException Stuck()
    {
        // What left the simulation may not have shown itself yet: it would explain more.
        if (_escaped.Wait(TimeToShow))
            ThrowIfEscaped();
        return Failure("Nothing can run and no timer is set: the simulation waits for something that never happens.");
    }

    void ThrowIfEscaped()
    {
        if (Volatile.Read(ref _escape) is { } escape)
        {
            throw Failure(
                "Code has left the simulation for another thread: through Task.Run, ConfigureAwait(false), ConfigureAwait with options "
                + $"other than ContinueOnCapturedContext, a Task.WhenAny over cancelled delays, or a real timer. It showed itself at\n{escape}");
        }
    }

    void Step(in SimulatedWork work)
    {
        if (++Steps > options.MaxSteps)
            throw Failure($"There were more than {options.MaxSteps} steps: the simulation runs in circles.");
        Trace(work);
        // A timer's callback gets no context, as on the real clock; a continuation gets that of its process.
        SynchronizationContext.SetSynchronizationContext(work.Callback is null ? null : work.Process.Context);
        var context = ExecutionContext.Capture()!;
        try
        {
            SimulatedProcess.Current = work.Process;
            work.Run();
        }
        catch (Exception error)
        {
            throw Failure($"a {work.Name} of {work.Process.Name} threw {error.GetType()}: {error.Message}", error);
        }
        finally
        {
            ExecutionContext.Restore(context);
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    bool TryTakeNext(out SimulatedWork work)
    {
        lock (_lock)
        {
            while (_runnable.Count > 0)
            {
                var index = _runnable.Count == 1 ? 0 : _random.Next(_runnable.Count);
                work = _runnable[index];
                _runnable[index] = _runnable[^1];
                _runnable.RemoveAt(_runnable.Count - 1);
                if (!work.Process.IsDead)
                    return true;
            }
        }
        work = default;
        return false;
    }

    /// <summary>Moves time to the next timer; those that are due then can run, in any order.</summary>
    bool TryAdvance()
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out var next, out var due))
            {
                if (next.Version != next.Timer.Version || next.Timer.Process.IsDead)
                {
                    _timers.Dequeue();
                    continue;
                }
                if (due.DueAt > _now && _runnable.Count > 0)
                    return true;
                _now = due.DueAt > _now ? due.DueAt : _now;
                _timers.Dequeue();
                _runnable.Add(new SimulatedWork(next.Timer.Process, null, next.Timer, null, null));
            }
            if (_now - options.StartAt > options.MaxTime)
                throw Failure($"More than {options.MaxTime} have passed: the simulation waits for something that never happens.");
            return _runnable.Count > 0;
        }
    }

    void Trace(in SimulatedWork work)
    {
        Mix((ulong)_now.UtcTicks);
        foreach (var c in work.Process.Name)
            Mix(c);
        foreach (var c in work.Name)
            Mix(c);
        options.Trace?.Invoke($"{Steps} {Elapsed} {work.Process.Name} {work.Name}");
    }

    void Mix(ulong value) => _hash = (_hash ^ value) * 1099511628211;
}
