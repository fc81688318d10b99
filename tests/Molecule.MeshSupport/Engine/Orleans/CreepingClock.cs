namespace Molecule.MeshSupport;

/// <summary>
/// The virtual clock for Orleans' own reminders, which wait for an instant by delays of whole milliseconds and then, within the last one, by looking again and again:
/// each look takes a microsecond, up to the whole millisecond, for the instant may lie anywhere within it.
/// </summary>
sealed class CreepingClock(TimeProvider clock) : TimeProvider
{
    const long Looks = TimeSpan.TicksPerMillisecond / TimeSpan.TicksPerMicrosecond;

    long _looks;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + (Interlocked.Increment(ref _looks) % (Looks + 1) * TimeSpan.FromMicroseconds(1));

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
