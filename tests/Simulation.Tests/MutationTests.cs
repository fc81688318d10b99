using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests;

/// <summary>The simulation is worth nothing if it does not notice that a safety is missing.</summary>
public sealed class MutationTests
{
    const int Seeds = 40;

    [Fact]
    public void Orphans_that_are_not_released_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsOrphans = true, "is still dispatched");

    [Fact]
    public void Debts_that_are_not_collected_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsDebts = true, "still owes something");

    static void ShouldBeNoticed(Action<Mesh> sabotage, string as_)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            if (World.Run(seed, sabotage).Violations.Any(violation => violation.Contains(as_, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"{Seeds} seeds and nothing noticed.");
    }
}
