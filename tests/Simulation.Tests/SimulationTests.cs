namespace Molecule.Simulation.Tests;

/// <summary>Seeded runs of a whole org of external agents in trouble.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    const int Count = 1000;

    [Fact]
    public void Org_in_trouble_keeps_its_promises() => Seeds.ShouldKeepPromises(seed => World.Run(seed), Count, output);

    [Fact]
    public void Seed_replays_exactly()
    {
        var first = World.Run(11);
        World.Run(12);

        World.Run(11).History.ShouldBe(first.History);
    }
}
