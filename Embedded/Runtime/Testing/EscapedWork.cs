using System.Diagnostics;

namespace Orleans.Embedded.Testing;

/// <summary>
/// Code of a simulation that went to the thread pool, through ConfigureAwait(false) in a library or Task.Run. It is let run, one at a time and never
/// beside a step, before the next step is chosen.
/// </summary>
sealed class EscapedWork
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PatienceWithOthers = TimeSpan.FromMilliseconds(5);
    static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromMilliseconds(500);

    readonly object _turn = new();
    int _count;

    internal void BeginSteps() => Monitor.Enter(_turn);

    internal void EndSteps() => Monitor.Exit(_turn);

    internal void Enter()
    {
        Interlocked.Increment(ref _count);
        Monitor.Enter(_turn);
    }

    internal void Leave()
    {
        Monitor.Exit(_turn);
        Interlocked.Decrement(ref _count);
    }

    /// <summary>Between two steps: lets escaped code run to its end.</summary>
    internal void LetRun()
    {
        if (Volatile.Read(ref _count) == 0 && ThreadPool.PendingWorkItemCount == 0)
            return;
        Monitor.Exit(_turn);
        try
        {
            // What is in the pool's queue may be ours, or that of others in this process, who may never stop.
            var start = Stopwatch.GetTimestamp();
            var spin = default(SpinWait);
            while (ThreadPool.PendingWorkItemCount > 0 && Stopwatch.GetElapsedTime(start) < PatienceWithOthers)
                spin.SpinOnce();
            // Between the queue and its first instruction a work item cannot be seen.
            for (var i = 0; i < 20; i++)
                Thread.SpinWait(50);
            while (Volatile.Read(ref _count) > 0)
            {
                spin.SpinOnce();
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new SimulationException($"Code on the thread pool has not ended for {Patience}: it blocks, or waits for real time.");
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
}
