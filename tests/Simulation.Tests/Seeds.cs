using System.Diagnostics;
using System.Globalization;

namespace Molecule.Simulation.Tests;

/// <summary>
/// Runs many seeds. <c>MOLECULE_SIM_SEEDS=5000</c> runs more of them, <c>MOLECULE_SIM_SEED=n</c> one again and prints its story.
/// </summary>
static class Seeds
{
    const int MaxFailures = 5;

    /// <summary>Runs seeds from 1 on until five have failed; or the one that is asked for.</summary>
    public static void ShouldKeepPromises(
        Func<int, (IReadOnlyList<string> Violations, IReadOnlyList<string> History)> run, int count, ITestOutputHelper output)
    {
        if (Setting("MOLECULE_SIM_SEED") is { } one)
        {
            var (violations, history) = run(one);
            foreach (var line in history)
                output.WriteLine(line);
            violations.ShouldBeEmpty();
            return;
        }

        var seeds = Setting("MOLECULE_SIM_SEEDS") ?? count;
        var watch = Stopwatch.StartNew();
        var failures = new List<string>();
        for (var seed = 1; seed <= seeds && failures.Count < MaxFailures; seed++)
        {
            if (run(seed).Violations is { Count: > 0 } violations)
                failures.Add($"MOLECULE_SIM_SEED={seed}: {string.Join("; ", violations)}");
        }

        output.WriteLine($"{seeds} seeds in {watch.Elapsed.TotalSeconds:0} s");
        failures.ShouldBeEmpty();
    }

    /// <summary>Runs seeds until one notices.</summary>
    public static void ShouldNotice(Func<int, IReadOnlyList<string>> run, int count, string violation)
    {
        for (var seed = 1; seed <= count; seed++)
        {
            if (run(seed).Any(each => each.Contains(violation, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"{count} seeds and nothing noticed.");
    }

    static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
