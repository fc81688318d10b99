using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Activations;

public sealed class CollectionTests
{
    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Idle_grain_is_collected(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("idle");
        var before = await grain.Incarnation();
        await cluster.Delay(TimeSpan.FromMinutes(5));
        cluster.Signals.Count("deactivated idle").ShouldBe(0);
        await cluster.Delay(TimeSpan.FromMinutes(20));
        cluster.Signals.Count("deactivated idle").ShouldBe(1);
        (await grain.Incarnation()).ShouldNotBe(before);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Grain_in_use_is_not_collected(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("used");
        var before = await grain.Incarnation();
        for (var i = 0; i < 20; i++)
        {
            await cluster.Delay(TimeSpan.FromMinutes(4));
            (await grain.Incarnation()).ShouldBe(before);
        }
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Grain_in_the_midst_of_a_call_is_not_collected(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("working");
        var work = grain.Work("long");
        // The caller gives up after its time-out; the call itself goes on.
        await Failing.WithAsync<TimeoutException>(work);
        await cluster.Delay(TimeSpan.FromHours(1));
        cluster.Signals.Count("deactivated working").ShouldBe(0);
        cluster.Signals.Open("long");
        await cluster.Delay(TimeSpan.FromHours(1));
        cluster.Signals.Notes.ShouldBe(["activated", "long:start", "long:end", "deactivated working"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task DelayDeactivation_keeps_an_idle_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IMortalGrain>("staying");
        await grain.Stay(TimeSpan.FromHours(2));
        await cluster.Delay(TimeSpan.FromMinutes(110));
        cluster.Signals.Count("deactivated staying").ShouldBe(0);
        await cluster.Delay(TimeSpan.FromMinutes(60));
        cluster.Signals.Count("deactivated staying").ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task KeepAlive_grain_is_never_collected(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IImmortalGrain>("kept");
        var before = await grain.Incarnation();
        await cluster.Delay(TimeSpan.FromDays(2));
        (await grain.Incarnation()).ShouldBe(before);
    });
}
