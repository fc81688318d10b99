namespace Orleans.Embedded.Engine;

/// <summary>Runs turns on the thread pool, and those that callers outside grains wait for on the callers' threads when nothing is in the way.</summary>
sealed class ThreadPoolTurnScheduler : TurnScheduler
{
    readonly ThreadPoolContext _context = new();

    readonly ExecutionContext _empty = CaptureEmpty();

    internal override SynchronizationContext OutsideTurns => _context;

    internal override ExecutionContext CallersThread => _empty;

    internal override void Schedule(Activation activation) => ThreadPool.UnsafeQueueUserWorkItem(activation, preferLocal: false);

    internal override void Post(SendOrPostCallback callback, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.callback(work.state), (callback, state), preferLocal: false);

    // There is no other way to get it than to ask on a thread that nobody has put anything on.
    static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }

    /// <summary>Its type alone matters: continuations are not inlined under a context that is not the default one.</summary>
    sealed class ThreadPoolContext : SynchronizationContext;
}
