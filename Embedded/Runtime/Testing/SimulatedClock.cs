namespace Orleans.Embedded.Testing;

/// <summary>The virtual clock as one process sees it: its timers end with it.</summary>
sealed class SimulatedClock(SimulatedProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => process.Loop.Now;

    public override long GetTimestamp() => process.Loop.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
