namespace Molecule.Sdk.Liveness;

/// <summary>
/// Waits that double from one try to the next up to a limit, each shortened by a random part so that a fleet does not return at once.
/// </summary>
/// <param name="first">The longest first wait.</param>
/// <param name="limit">The longest wait of all.</param>
/// <param name="random">The source of jitter.</param>
sealed class Backoff(TimeSpan first, TimeSpan limit, Random random)
{
    int _tries;

    /// <summary>Waits since the last success.</summary>
    public int Tries => _tries;

    /// <summary>The next wait: between half of the current step and all of it.</summary>
    public TimeSpan Next()
    {
        var step = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(_tries++, 30)), limit.TotalSeconds);
        return TimeSpan.FromSeconds(step * (0.5 + (random.NextDouble() / 2)));
    }

    /// <summary>Starts again from the first wait, after a success.</summary>
    public void Reset() => _tries = 0;
}
