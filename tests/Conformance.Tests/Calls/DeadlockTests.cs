using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Calls;

public sealed class DeadlockTests
{
    public static TheoryData<int> Reported => Cluster.ReportsDeadlocks ? Modes.All : Modes.EmbeddedOnly("Orleans lets such calls time out");

    [Theory, MemberData(nameof(Reported))]
    public Task Calls_that_wait_for_each_other_are_reported_with_their_chain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var error = await Failing.WithAsync<TimeoutException>(
            () => cluster.Grains.GetGrain<ICallGrain>("anna").Follow(["bert", "carl", "anna"]));
        foreach (var name in new[] { "anna", "bert", "carl" })
            error.Message.ShouldContain(name);
        (await cluster.Grains.GetGrain<ICallGrain>("anna").Follow(["bert", "carl"])).ShouldBe(2);
    });

    [Theory, MemberData(nameof(Reported))]
    public Task Call_of_a_grain_to_itself_is_reported(int mode) => Cluster.RunAsync(mode, async cluster =>
        (await Failing.WithAsync<TimeoutException>(() => cluster.Grains.GetGrain<ICallGrain>("narcissus").Follow(["narcissus"])))
            .Message.ShouldContain("narcissus"));

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Chain_that_allows_reentrancy_comes_back(int mode) => Cluster.RunAsync(mode, async cluster =>
        (await cluster.Grains.GetGrain<ICallGrain>("anna").FollowWithReturn(["bert", "anna", "carl"])).ShouldBe(3));

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Same_grain_twice_in_a_row_is_no_deadlock(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var calls = Enumerable.Range(0, 20).Select(_ => cluster.Grains.GetGrain<ICallGrain>("anna").Follow(["bert", "carl"]));
        (await Task.WhenAll(calls)).ShouldAllBe(n => n == 2);
    });
}
