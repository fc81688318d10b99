using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Calls;

public sealed class TimeoutTests
{
    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Call_without_an_answer_times_out(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("silent");
        var started = cluster.Now;
        await Failing.WithAsync<TimeoutException>(() => grain.WorkBriefly("endless"));
        (cluster.Now - started).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Call_that_timed_out_in_the_queue_never_runs(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("blocked");
        var first = grain.Work("first");
        await cluster.Signals.Opened("first:start");
        await Failing.WithAsync<TimeoutException>(() => grain.WorkBriefly("queued"));
        cluster.Signals.Open("first");
        await first;
        await grain.Count();
        cluster.Signals.Notes.ShouldBe(["first:start", "first:end"]);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Call_that_timed_out_while_running_goes_on_and_frees_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("stuck");
        await Failing.WithAsync<TimeoutException>(() => grain.WorkBriefly("slow"));
        var next = grain.Count();
        cluster.Signals.Open("slow");
        await next;
        cluster.Signals.Notes.ShouldBe(["slow:start", "slow:end"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Call_that_is_answered_in_time_does_not_time_out(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("punctual");
        var call = grain.WorkBriefly("brief");
        await cluster.Delay(TimeSpan.FromSeconds(4));
        cluster.Signals.Open("brief");
        await call;
        await cluster.Delay(TimeSpan.FromMinutes(5));
        (await grain.Count()).ShouldBe(0);
    });
}
