namespace Orleans.Embedded.Engine;

/// <summary>Runs turns on the thread pool.</summary>
sealed class ThreadPoolTurnScheduler : TurnScheduler
{
    readonly ThreadPoolContext _context = new();

    internal override SynchronizationContext OutsideTurns => _context;

    internal override void Schedule(Activation activation) => ThreadPool.UnsafeQueueUserWorkItem(activation, preferLocal: false);

    internal override void Post(SendOrPostCallback callback, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.callback(work.state), (callback, state), preferLocal: false);

    /// <summary>Its type alone matters: continuations are not inlined under a context that is not the default one.</summary>
    sealed class ThreadPoolContext : SynchronizationContext;
}
