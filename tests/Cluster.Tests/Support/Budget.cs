using System.Globalization;

namespace Molecule.Cluster.Tests.Support;

/// <summary>
/// How fast everything must answer again, for runs on a machine that has nothing else to do (<c>CLUSTER_BUDGET</c>, in seconds). Without it the figure is only
/// printed, and silos wait longer for each other: on a busy machine a silo that got no processor is easily taken for dead.
/// </summary>
static class Budget
{
    public static double? Seconds { get; } =
        double.TryParse(Environment.GetEnvironmentVariable("CLUSTER_BUDGET"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Settings of the silos that depend on it.</summary>
    public static IEnumerable<(string, string)> Variables => Seconds is null ? [("MOLECULE_PROBE_TIMEOUT_MS", "3000")] : [];
}
