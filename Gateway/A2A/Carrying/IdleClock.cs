namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// Ends a delivery when its target was silent for too long, or when its time is up in any case (contract 10.4). It serves one delivery after the other:
/// its timer stays armed between them and looks at the pulse only when it fires, so that neither an event nor a delivery that is answered touches it.
/// </summary>
sealed class IdleClock : IDisposable
{
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly TimeProvider _time;
    readonly CancellationTokenSource _expired = new();
    readonly ITimer _timer;
    readonly Lock _lock = new();
    readonly CancellationToken _stopping;
    readonly CancellationTokenRegistration _stoppingRegistration;
    CancellationTokenRegistration _cancelled;
    WorkspacePulse? _pulse;
    TimeSpan _idle;
    TimeSpan? _ceiling;
    long _started;
    long _lastSign;
    long _firesAt = long.MaxValue;

    /// <summary>A clock.</summary>
    /// <param name="time">The time.</param>
    /// <param name="stopping">Ends whatever delivery it serves: the process stops.</param>
    public IdleClock(TimeProvider time, CancellationToken stopping = default)
    {
        _time = time;
        _stopping = stopping;
        _stoppingRegistration = Register(stopping);
        _timer = time.CreateTimer(static clock => ((IdleClock)clock!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the time is up or the process stops.</summary>
    public CancellationToken Token => _expired.Token;

    /// <summary>Since the delivery began.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>A delivery begins.</summary>
    /// <param name="pulse">The target's events; stays the caller's.</param>
    /// <param name="idle">Silence after which the delivery ends.</param>
    /// <param name="ceiling">Time after which it ends in any case, or null.</param>
    /// <param name="cancelled">Ends it too. What the clock was made with is looked after already: entering and leaving the list of so many deliveries costs.</param>
    public void Begin(WorkspacePulse pulse, TimeSpan idle, TimeSpan? ceiling, CancellationToken cancelled)
    {
        lock (_lock)
        {
            (_pulse, _idle, _ceiling) = (pulse, idle, ceiling);
            _started = _lastSign = _time.GetTimestamp();
            Arm(_started, Next(_started));
        }

        if (cancelled != _stopping)
            _cancelled = Register(cancelled);
    }

    /// <summary>The target itself was heard: it sent a part of its answer.</summary>
    public void Touch() => Volatile.Write(ref _lastSign, _time.GetTimestamp());

    /// <summary>The delivery ended.</summary>
    /// <returns>Whether the clock can serve another one: not when it has run out.</returns>
    public bool End()
    {
        _cancelled.Dispose();
        lock (_lock)
        {
            _pulse = null;
            return _expired.TryReset();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cancelled.Dispose();
        _stoppingRegistration.Dispose();
        lock (_lock)
        {
            _pulse = null;
            _timer.Dispose();
        }

        _expired.Dispose();
    }

    CancellationTokenRegistration Register(CancellationToken token) => token.UnsafeRegister(static clock => ((IdleClock)clock!)._expired.Cancel(), this);

    void OnTimer()
    {
        lock (_lock)
        {
            _firesAt = long.MaxValue;
            if (_pulse is null)
                return;
            var now = _time.GetTimestamp();
            var left = Next(now);
            if (left > TimeSpan.Zero)
                Arm(now, left);
            else
                _expired.Cancel();
        }
    }

    // One that fires earlier looks again.
    void Arm(long now, TimeSpan left)
    {
        var at = now + (long)(left.TotalSeconds * _time.TimestampFrequency);
        if (at >= _firesAt)
            return;
        _firesAt = at;
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    TimeSpan Next(long now)
    {
        var lastSign = Math.Max(_pulse!.LastBeat, Volatile.Read(ref _lastSign));
        var left = _idle - _time.GetElapsedTime(lastSign, now);
        if (_ceiling is { } ceiling && ceiling - _time.GetElapsedTime(_started, now) is var rest && rest < left)
            left = rest;
        if (left > LongestWait)
            return LongestWait; // Timers have a limit of their own. It looks again.
        // Timers count whole milliseconds: rounding down would fire too early and spin.
        return left <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
    }
}
