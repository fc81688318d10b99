using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests.Houses;

/// <summary>Seeded runs of an org whose agents the platform starts: lifecycle, delegations, approvals and restart context in trouble.</summary>
public sealed class HouseTests(ITestOutputHelper output)
{
    const int Count = 1000;
    const int MutationCount = 40;

    [Fact]
    public void House_in_trouble_keeps_its_promises() => Seeds.ShouldKeepPromises(seed => House.Run(seed), Count, output);

    [Fact]
    public void Seed_replays_exactly()
    {
        var first = House.Run(11);
        House.Run(12);

        House.Run(11).History.ShouldBe(first.History);
    }

    [Fact]
    public void Debts_that_are_not_collected_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsDebts = true, "still owes something");

    [Fact]
    public void Delegations_that_nobody_looks_after_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsDelegations = true, "is still");

    [Fact]
    public void Messages_that_are_taken_in_any_order_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsPriorities = true, "which waited");

    [Fact]
    public void Requests_for_approval_that_nobody_ends_are_noticed() => ShouldBeNoticed(mesh => mesh.ForgetsDebts = true, "still waits for a decision");

    static void ShouldBeNoticed(Action<Mesh> sabotage, string as_) =>
        Seeds.ShouldNotice(seed => House.Run(seed, sabotage).Violations, MutationCount, as_);
}
