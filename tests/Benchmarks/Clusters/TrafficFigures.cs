using System.Globalization;
using Molecule.Benchmarks.Load;

namespace Molecule.Benchmarks.Clusters;

/// <summary>What came out for one kind of traffic through one setup.</summary>
/// <param name="Crowded">With all connections at once.</param>
/// <param name="Alone">One request at a time.</param>
/// <param name="Silos">Processor time of all silos for a request, microseconds.</param>
/// <param name="Database">The same of PostgreSQL.</param>
/// <param name="Load">The same of those who send and those who answer.</param>
sealed record TrafficFigures(LoadResult Crowded, LoadResult Alone, double Silos, double Database, double Load)
{
    public const string Head = """
        | setup | a second | p50, p99 | alone: p50 | processor: silos | PostgreSQL | load | calls to another silo |
        |---|---|---|---|---|---|---|---|
        """;

    /// <summary>How many calls of a request go to another silo on average, and of how many; null: nobody counted.</summary>
    public (double Far, int All)? Calls { get; init; }

    /// <summary>A row of the table.</summary>
    public string Row(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Crowded.PerSecond / 1000:0.0} k | {Crowded.P50 / 1000:0.0}, {Crowded.P99 / 1000:0.0} ms | {Alone.P50:0} µs | **{Silos:0.0} µs** | {Database:0.0} µs | {Load:0.0} µs | {Counted} |");

    string Counted => Calls is { } calls ? string.Create(CultureInfo.InvariantCulture, $"{calls.Far:0.0} of {calls.All}") : "–";
}
