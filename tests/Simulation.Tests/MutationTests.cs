using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests;

/// <summary>The simulation is worth nothing if it does not notice that a safety is missing.</summary>
public sealed class MutationTests
{
    const int Count = 40;

    [Fact]
    public void Orphans_that_are_not_released_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsOrphans = true, "is still dispatched");

    [Fact]
    public void Debts_that_are_not_collected_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsDebts = true, "still owes something");

    static void ShouldBeNoticed(Action<Mesh> sabotage, string as_) => Seeds.ShouldNotice(seed => World.Run(seed, sabotage).Violations, Count, as_);
}
