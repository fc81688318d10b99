namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// Ends a delivery when its target was silent for too long, or when its time is up in any case (contract 10.4). One timer: it looks at the pulse only when
/// it fires, so an event costs a delivery nothing.
/// </summary>
sealed class IdleClock : IDisposable
{
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly TimeProvider _time;
    readonly WorkspacePulse _pulse;
    readonly TimeSpan _idle;
    readonly TimeSpan? _ceiling;
    readonly long _started;
    readonly CancellationTokenSource _expired;
    readonly ITimer _timer;
    long _lastSign;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The time.</param>
    /// <param name="pulse">The target's events; stays the caller's.</param>
    /// <param name="idle">Silence after which the delivery ends.</param>
    /// <param name="ceiling">Time after which it ends in any case, or null.</param>
    /// <param name="stopping">Ends it too: the process stops.</param>
    public IdleClock(TimeProvider time, WorkspacePulse pulse, TimeSpan idle, TimeSpan? ceiling, CancellationToken stopping)
    {
        _time = time;
        _pulse = pulse;
        _idle = idle;
        _ceiling = ceiling;
        _started = _lastSign = time.GetTimestamp();
        _expired = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _timer = time.CreateTimer(static clock => ((IdleClock)clock!).OnTimer(), this, Next(_started), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the time is up or the process stops.</summary>
    public CancellationToken Token => _expired.Token;

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>The target itself was heard: it sent a part of its answer.</summary>
    public void Touch() => Volatile.Write(ref _lastSign, _time.GetTimestamp());

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        _expired.Dispose();
    }

    void OnTimer()
    {
        var left = Next(_time.GetTimestamp());
        try
        {
            if (left > TimeSpan.Zero)
                _timer.Change(left, Timeout.InfiniteTimeSpan);
            else
                _expired.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The delivery ended while its timer fired.
        }
    }

    TimeSpan Next(long now)
    {
        var lastSign = Math.Max(_pulse.LastBeat, Volatile.Read(ref _lastSign));
        var left = _idle - _time.GetElapsedTime(lastSign, now);
        if (_ceiling is { } ceiling && ceiling - _time.GetElapsedTime(_started, now) is var rest && rest < left)
            left = rest;
        if (left > LongestWait)
            return LongestWait; // Timers have a limit of their own. It looks again.
        // Timers count whole milliseconds: rounding down would fire too early and spin.
        return left <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
    }
}
