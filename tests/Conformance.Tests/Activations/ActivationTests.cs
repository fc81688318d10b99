using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Activations;

public sealed class ActivationTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Concurrent_first_calls_share_one_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        Task<Guid> Call() => cluster.Grains.GetGrain<IMortalGrain>("contended").Incarnation();
        var calls = Enumerable.Range(0, 100).Select(_ => mode == Modes.RealTime ? Task.Run(Call) : Call());
        (await Task.WhenAll(calls)).Distinct().ShouldHaveSingleItem();
        cluster.Signals.Count("activated").ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Call_runs_after_the_activation_is_complete(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("slow-start");
        cluster.Signals.Open("work");
        var call = grain.Work("work");
        await cluster.Signals.Opened("activation:start");
        cluster.Signals.Open("activation");
        await call;
        cluster.Signals.Notes.ShouldBe(["activated", "activation:start", "activation:end", "work:start", "work:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Failed_activation_fails_its_callers_and_is_retried_by_the_next_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("first-fails");
        (await Failing.WithAsync<InvalidDataException>(grain.Incarnation)).Message.ShouldBe("not today");
        await grain.Incarnation();
        cluster.Signals.Count("activated").ShouldBe(2);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Failed_constructor_fails_its_callers_and_is_retried_by_the_next_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IFragileGrain>("fragile");
        (await Failing.WithAsync<Exception>(grain.Call)).GetBaseException().Message.ShouldBe("not today");
        await grain.Call();
        cluster.Signals.Count("made").ShouldBe(2);
    });
}
