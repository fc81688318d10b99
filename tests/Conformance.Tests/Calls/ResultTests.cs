using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Calls;

public sealed class ResultTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Results_of_every_shape_come_back(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("shapes");
        (await grain.Nothing()).ShouldBeNull();
        await grain.Quick();
        (await grain.QuickSum(2, 3)).ShouldBe(5);
        (await grain.Count()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Exception_keeps_its_type_and_message(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("failing");
        var late = await Failing.WithAsync<TroubleException>(() => grain.Fail("late"));
        (late.Message, late.Code).ShouldBe(("late", 17));
        var early = await Failing.WithAsync<TroubleException>(() => grain.FailAtOnce("early"));
        (early.Message, early.Code).ShouldBe(("early", 18));
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Exception_crosses_several_grains(int mode) => Cluster.RunAsync(mode, async cluster =>
        (await Failing.WithAsync<TroubleException>(() => cluster.Grains.GetGrain<ICallGrain>("top").FailDeeply(4, "deep")))
            .Message.ShouldBe("deep"));

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Grain_serves_on_after_an_exception(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("robust");
        await grain.Quick();
        await Failing.WithAsync<TroubleException>(() => grain.Fail("once"));
        (await grain.Count()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task OneWay_call_returns_before_it_has_run(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("told");
        await grain.Tell("news");
        await cluster.Signals.Opened("news:start");
        cluster.Signals.Count("news:end").ShouldBe(0);
        cluster.Signals.Open("news");
        await grain.Count();
        cluster.Signals.Count("news:end").ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Exception_of_a_OneWay_call_reaches_nobody(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("quiet");
        await grain.TellFailure();
        // Nobody promises that the next call does not overtake it.
        await cluster.Signals.Opened("fails");
        (await grain.Count()).ShouldBe(0);
        cluster.Signals.Count("fails").ShouldBe(1);
    });
}
