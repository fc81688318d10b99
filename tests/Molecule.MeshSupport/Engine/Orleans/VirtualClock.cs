namespace Molecule.MeshSupport;

/// <summary>The virtual clock as one silo, or the test, sees it: its timers end with it.</summary>
sealed class VirtualClock(VirtualTimers timers) : TimeProvider
{
    volatile bool _stopped;

    public bool IsStopped => _stopped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>No timer fires any more.</summary>
    public void Stop() => _stopped = true;

    public override DateTimeOffset GetUtcNow() => timers.Now;

    public override long GetTimestamp() => timers.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
