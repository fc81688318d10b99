namespace Molecule.MeshSupport;

/// <summary>The timers of a virtual time, which stands still until it is told to move.</summary>
sealed class VirtualTimers
{
    /// <summary>The same as in the embedded engine's simulations.</summary>
    static readonly DateTimeOffset s_start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly Lock _lock = new();
    readonly PriorityQueue<(VirtualTimer Timer, int Version), (DateTimeOffset DueAt, long Order)> _waiting = new();
    DateTimeOffset _now = s_start;
    long _order;

    /// <summary>Now.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>The time that passed.</summary>
    public TimeSpan Elapsed => Now - s_start;

    /// <summary>Sets a timer. Time moves by whole milliseconds, as that of real timers does.</summary>
    public void Set(VirtualTimer timer, TimeSpan wait)
    {
        var milliseconds = Math.Max(0, Math.Ceiling(wait.TotalMilliseconds));
        lock (_lock)
            _waiting.Enqueue((timer, timer.Version), (_now.AddMilliseconds(milliseconds), _order++));
    }

    /// <summary>Moves time to the next timer, and fires all that are due then, on the thread pool as real ones are.</summary>
    /// <returns>False when no timer is set.</returns>
    public bool Advance()
    {
        var due = new List<VirtualTimer>();
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next, out var at) && (due.Count == 0 || at.DueAt <= _now))
            {
                _waiting.Dequeue();
                if (!next.Timer.IsSet(next.Version))
                    continue;
                _now = at.DueAt > _now ? at.DueAt : _now;
                due.Add(next.Timer);
            }
        }

        foreach (var timer in due)
            timer.Fire();
        return due.Count > 0;
    }
}
