namespace Molecule.Benchmarks.Load;

/// <summary>How long the requests of one connection took.</summary>
sealed class LoadFigures
{
    readonly List<float> _microseconds = new(1 << 16);

    long _sent;

    /// <summary>A request was answered.</summary>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="counts">Whether the measurement has begun.</param>
    public void Add(TimeSpan elapsed, bool counts)
    {
        _sent++;
        if (counts)
            _microseconds.Add((float)elapsed.TotalMicroseconds);
    }

    /// <summary>Puts several connections together.</summary>
    public static LoadResult Summarize(IReadOnlyCollection<LoadFigures> figures, TimeSpan elapsed)
    {
        var all = figures.SelectMany(item => item._microseconds).Order().ToArray();
        return new(all.Length / elapsed.TotalSeconds, At(0.5), At(0.99), figures.Sum(item => item._sent));

        double At(double part) => all.Length == 0 ? 0 : all[(int)((all.Length - 1) * part)];
    }
}

/// <summary>Figures of one measurement.</summary>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="P50">Median, microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="Sent">Requests answered, those of the warm-up included.</param>
sealed record LoadResult(double PerSecond, double P50, double P99, long Sent);
