namespace Molecule.Gateway.Hosting.Limits;

/// <summary>One client's window. It starts with the first request after the last one ended.</summary>
sealed class FixedWindow
{
    readonly Lock _lock = new();
    long _endsAt;
    int _used;

    /// <summary>Takes one request's place, if there is one left.</summary>
    /// <param name="now">Milliseconds on any steady clock.</param>
    /// <param name="length">Of the window, in milliseconds.</param>
    /// <param name="limit">Requests in a window.</param>
    public Allowance Take(long now, long length, int limit)
    {
        lock (_lock)
        {
            if (now >= _endsAt)
            {
                (_endsAt, _used) = (now + length, 0);
            }

            var isAllowed = _used < limit;
            if (isAllowed)
            {
                _used++;
            }

            return new Allowance(isAllowed, limit - _used, SecondsTo(_endsAt, now));
        }
    }

    /// <summary>Says what is left and takes nothing: a window that has not begun does not begin.</summary>
    /// <inheritdoc cref="Take" path="/param" />
    public Allowance Look(long now, long length, int limit)
    {
        lock (_lock)
        {
            return now >= _endsAt
                ? new Allowance(true, limit, SecondsTo(length, 0))
                : new Allowance(true, limit - _used, SecondsTo(_endsAt, now));
        }
    }

    /// <summary>Whether the window is over.</summary>
    public bool IsOver(long now)
    {
        lock (_lock)
        {
            return now >= _endsAt;
        }
    }

    static int SecondsTo(long end, long now) => (int)Math.Max(1, (end - now + 999) / 1000);
}

/// <summary>What is left of a window.</summary>
/// <param name="IsAllowed">Whether the request had a place.</param>
/// <param name="Remaining">Places left after it.</param>
/// <param name="ResetSeconds">Whole seconds to the window's end, at least 1.</param>
readonly record struct Allowance(bool IsAllowed, int Remaining, int ResetSeconds);
