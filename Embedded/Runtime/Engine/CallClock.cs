namespace Orleans.Embedded.Engine;

/// <summary>
/// A clock for time-outs and idleness that costs nothing to read: the sweep moves it on while calls are under way, and the first call
/// after a quiet time sets it.
/// </summary>
sealed class CallClock(TimeProvider time)
{
    readonly long _start = time.GetTimestamp();
    long _now = 1;

    /// <summary>Milliseconds since the engine was made, at most one sweep old.</summary>
    internal long Now => Volatile.Read(ref _now);

    internal long Refresh()
    {
        // Never zero, which stands for a time that is not known yet.
        var now = 1 + (long)time.GetElapsedTime(_start).TotalMilliseconds;
        Volatile.Write(ref _now, now);
        return now;
    }
}
