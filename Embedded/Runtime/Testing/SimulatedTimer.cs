namespace Orleans.Embedded.Testing;

/// <summary>A timer on the virtual clock.</summary>
sealed class SimulatedTimer(SimulatedProcess process, TimerCallback callback, object? state) : ITimer
{
    readonly ExecutionContext? _context = ExecutionContext.Capture();
    TimeSpan _period = Timeout.InfiniteTimeSpan;
    int _version;
    bool _disposed;

    internal SimulatedProcess Process => process;

    internal int Version => Volatile.Read(ref _version);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
            return false;
        _period = period;
        Interlocked.Increment(ref _version);
        if (dueTime != Timeout.InfiniteTimeSpan)
            process.Loop.SetTimer(this, dueTime);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        Interlocked.Increment(ref _version);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    internal void Fire()
    {
        if (_disposed)
            return;
        if (_period > TimeSpan.Zero)
            process.Loop.SetTimer(this, _period);
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, static self => ((SimulatedTimer)self!).CallBack(), this);
    }

    void CallBack() => callback(state);
}
