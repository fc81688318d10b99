namespace Orleans.Embedded.Engine;

/// <summary>Timers of the engine's own.</summary>
static class EngineTimers
{
    /// <summary>A timer that is not set yet, and that takes nothing over from the code that happens to make it.</summary>
    internal static ITimer CreateEngineTimer(this TimeProvider time, TimerCallback callback, object state)
    {
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
