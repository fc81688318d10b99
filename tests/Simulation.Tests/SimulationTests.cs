using System.Diagnostics;
using System.Globalization;

namespace Molecule.Simulation.Tests;

/// <summary>
/// Seeded runs of a whole org in trouble. <c>MOLECULE_SIM_SEEDS=5000</c> runs more of them, <c>MOLECULE_SIM_SEED=n</c> one again and prints its story.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    const int DefaultSeeds = 500;

    [Fact]
    public void Org_in_trouble_keeps_its_promises()
    {
        if (Setting("MOLECULE_SIM_SEED") is { } one)
        {
            var (violations, history) = World.Run(one);
            foreach (var line in history)
                output.WriteLine(line);
            violations.ShouldBeEmpty();
            return;
        }

        var seeds = Setting("MOLECULE_SIM_SEEDS") ?? DefaultSeeds;
        var watch = Stopwatch.StartNew();
        var failures = new List<string>();
        for (var seed = 1; seed <= seeds && failures.Count < 5; seed++)
        {
            if (TryRun(seed) is { } failure)
                failures.Add(failure);
        }

        output.WriteLine($"{seeds} seeds in {watch.Elapsed.TotalSeconds:0} s");
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Seed_replays_exactly()
    {
        var first = World.Run(11);
        World.Run(12);

        World.Run(11).History.ShouldBe(first.History);
    }

    static string? TryRun(int seed)
    {
        var violations = World.Run(seed).Violations;
        return violations.Count == 0 ? null : $"MOLECULE_SIM_SEED={seed}: {string.Join("; ", violations)}";
    }

    static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
