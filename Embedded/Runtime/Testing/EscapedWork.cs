using System.Diagnostics;

namespace Orleans.Embedded.Testing;

/// <summary>
/// Code of a simulation that went to the thread pool, through ConfigureAwait(false) in a library or Task.Run. It is let run, one at a
/// time and never beside a step, before the next step is chosen.
/// </summary>
sealed class EscapedWork
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Between the pool's taking a work item and its code showing itself lie microseconds, unless the thread is put aside meanwhile.
    static readonly TimeSpan TimeToShow = TimeSpan.FromMilliseconds(30);
    static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    readonly object _turn = new();
    int _queued;
    int _taken;
    long _completedThen;
    long _takenAt;
    int _running;

    internal EscapedWork() => _ = ThreadPoolWatcher.Shared;

    internal void BeginSteps() => Monitor.Enter(_turn);

    internal void EndSteps() => Monitor.Exit(_turn);

    /// <summary>A work item is in the pool's queue.</summary>
    internal void Queued() => Interlocked.Increment(ref _queued);

    /// <summary>The pool has taken it from the queue.</summary>
    internal void Taken()
    {
        Volatile.Write(ref _takenAt, Stopwatch.GetTimestamp());
        Volatile.Write(ref _completedThen, ThreadPool.CompletedWorkItemCount + Interlocked.Increment(ref _taken));
        Interlocked.Decrement(ref _queued);
    }

    /// <summary>It was no code of the simulation after all, only a helper of some library.</summary>
    internal void Forget()
    {
        var taken = Volatile.Read(ref _taken);
        while (taken > 0 && Interlocked.CompareExchange(ref _taken, taken - 1, taken) is var seen && seen != taken)
            taken = seen;
    }

    /// <summary>Code of the simulation begins on a thread of the pool; waits for its turn.</summary>
    internal void Enter()
    {
        Interlocked.Increment(ref _running);
        if (ThreadPoolWatcher.Started == this)
        {
            ThreadPoolWatcher.Started = null;
            Forget();
        }
        Monitor.Enter(_turn);
    }

    /// <summary>It ends.</summary>
    internal void Leave()
    {
        Monitor.Exit(_turn);
        Interlocked.Decrement(ref _running);
    }

    /// <summary>Between two steps: lets escaped code run to its end.</summary>
    internal void LetRun()
    {
        if (IsIdle)
            return;
        Monitor.Exit(_turn);
        try
        {
            var start = Stopwatch.GetTimestamp();
            var spin = default(SpinWait);
            while (!IsIdle)
            {
                spin.SpinOnce();
                ForgetStrangers();
                if (Stopwatch.GetElapsedTime(start) > Patience)
                {
                    throw new SimulationException(
                        $"Code on the thread pool has not ended for {Patience}: it blocks, or waits for real time.");
                }
            }
        }
        finally
        {
            Monitor.Enter(_turn);
        }
    }

    /// <summary>When nothing can run: waits a little for something real.</summary>
    internal bool WaitFor(Func<bool> condition)
    {
        Monitor.Exit(_turn);
        try
        {
            var start = Stopwatch.GetTimestamp();
            var spin = default(SpinWait);
            while (!condition() && Stopwatch.GetElapsedTime(start) < PatienceAtTheEnd)
                spin.SpinOnce();
            return condition();
        }
        finally
        {
            Monitor.Enter(_turn);
        }
    }

    /// <summary>What was taken and has ended without showing itself is a library's own work, which carries no context.</summary>
    void ForgetStrangers()
    {
        // What has ended may have been somebody else's: the count alone does not tell.
        if (Volatile.Read(ref _taken) > 0
            && ThreadPool.CompletedWorkItemCount >= Volatile.Read(ref _completedThen)
            && Stopwatch.GetElapsedTime(Volatile.Read(ref _takenAt)) > TimeToShow)
            Volatile.Write(ref _taken, 0);
    }

    bool IsIdle => Volatile.Read(ref _queued) <= 0 && Volatile.Read(ref _taken) <= 0 && Volatile.Read(ref _running) == 0;
}
