using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Activations;

public sealed class DeactivationTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task DeactivateOnIdle_gives_the_next_call_a_fresh_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("leaving");
        var before = await grain.Incarnation();
        await grain.Leave();
        (await grain.Incarnation()).ShouldNotBe(before);
        cluster.Signals.Notes.ShouldBe(["activated", "deactivated leaving", "activated"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Call_during_deactivation_reaches_a_fresh_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("slow-end");
        var before = await grain.Incarnation();
        await grain.Leave();
        await cluster.Signals.Opened("deactivation:start");
        var call = grain.Incarnation();
        cluster.Signals.Open("deactivation");
        (await call).ShouldNotBe(before);
        cluster.Signals.Notes.ShouldBe(["activated", "deactivated slow-end", "deactivation:start", "deactivation:end", "activated"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Queued_calls_survive_a_deactivation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("queued");
        var first = grain.Work("first");
        await cluster.Signals.Opened("first:start");
        var leave = grain.Leave();
        cluster.Signals.Open("second");
        var second = grain.Work("second");
        cluster.Signals.Open("first");
        await Task.WhenAll(first, leave, second);
        cluster.Signals.Notes.ShouldBe(
            ["activated", "first:start", "first:end", "deactivated queued", "activated", "second:start", "second:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task One_way_call_of_an_ending_activation_to_its_own_grain_reaches_the_next_one(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("errand");
        var errand = grain.Errand("errand");
        await cluster.Signals.Opened("errand:start");
        await grain.Leave();
        cluster.Signals.Open("errand");
        await errand;
        await cluster.Signals.Opened("report of errand");
        cluster.Signals.Notes.ShouldBe(["activated", "errand:start", "errand:end", "deactivated errand", "activated", "report of errand"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Error_in_OnDeactivateAsync_does_not_keep_the_activation(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("bad-end");
        var before = await grain.Incarnation();
        await grain.Leave();
        (await grain.Incarnation()).ShouldNotBe(before);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Graceful_stop_deactivates_every_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var keys = Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{i}")).ToList();
        await Task.WhenAll(keys.Select(k => cluster.Grains.GetGrain<IMortalGrain>(k).Incarnation()));
        await cluster.StopAsync();
        foreach (var key in keys)
            cluster.Signals.Count("deactivated " + key).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Graceful_stop_lets_running_calls_end(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var work = cluster.Grains.GetGrain<IMortalGrain>("busy").Work("work");
        await cluster.Signals.Opened("work:start");
        var stop = cluster.StopAsync();
        cluster.Signals.Open("work");
        await work;
        await stop;
        cluster.Signals.Notes.ShouldBe(["activated", "work:start", "work:end", "deactivated busy"]);
    });
}
