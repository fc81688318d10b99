namespace Molecule.MeshSupport;

/// <summary>A timer on the virtual clock.</summary>
sealed class VirtualTimer(VirtualClock clock, VirtualTimers timers, TimerCallback callback, object? state) : ITimer, IThreadPoolWorkItem
{
    readonly ExecutionContext? _context = ExecutionContext.Capture();
    readonly Lock _lock = new();
    TimeSpan _period = Timeout.InfiniteTimeSpan;
    bool _disposed;

    public int Version { get; private set; }

    public bool IsSet(int version) => version == Version && !clock.IsStopped;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (_disposed)
                return false;
            Version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                timers.Set(this, dueTime);
            return true;
        }
    }

    public void Fire()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            if (_period > TimeSpan.Zero)
                timers.Set(this, _period);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        if (_context is null)
            callback(state);
        else
            ExecutionContext.Run(_context, static self => ((VirtualTimer)self!).CallBack(), this);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Version++;
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    void CallBack() => callback(state);
}
