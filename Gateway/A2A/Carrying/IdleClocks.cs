using System.Collections.Concurrent;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>The clocks of deliveries, used again and again: one and its timer for each delivery that is on its way at once.</summary>
/// <param name="time">The time.</param>
/// <param name="stopping">Ends all deliveries: the process stops.</param>
sealed class IdleClocks(TimeProvider time, CancellationToken stopping) : IDisposable
{
    /// <summary>Clocks that are kept after a crowd.</summary>
    const int Capacity = 1024;

    readonly ConcurrentQueue<IdleClock> _free = new();
    int _count;

    /// <summary>Takes a clock.</summary>
    public IdleClock Take()
    {
        if (!_free.TryDequeue(out var clock))
            return new(time, stopping);
        Interlocked.Decrement(ref _count);
        return clock;
    }

    /// <summary>Gives it back at the end of its delivery.</summary>
    public void Return(IdleClock clock)
    {
        if (!clock.End())
        {
            clock.Dispose();
        }
        else if (Interlocked.Increment(ref _count) <= Capacity)
        {
            _free.Enqueue(clock);
        }
        else
        {
            Interlocked.Decrement(ref _count);
            clock.Dispose();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_free.TryDequeue(out var clock))
            clock.Dispose();
    }
}
