namespace Molecule.Gateway.Hosting;

/// <summary>Counts who needs a shared thing, so that it can be closed when nobody does and nobody can slip in while it closes.</summary>
sealed class UseCount
{
    const int Closed = -1;

    int _count;

    /// <summary>One user more.</summary>
    /// <returns>False if the thing is closed: a new one is needed.</returns>
    public bool TryEnter()
    {
        var seen = Volatile.Read(ref _count);
        while (seen != Closed)
        {
            var before = Interlocked.CompareExchange(ref _count, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    /// <summary>One user less.</summary>
    /// <returns>Whether it was the last one at this moment.</returns>
    public bool Leave() => Interlocked.Decrement(ref _count) == 0;

    /// <summary>Closes the thing unless somebody uses it.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _count, Closed, 0) == 0;
}
