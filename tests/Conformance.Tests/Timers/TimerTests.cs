using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Timers;

public sealed class TimerTests
{
    static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public static TheoryData<int> Cancelled => Cluster.HasVirtualTime
        ? Modes.Virtual
        : Modes.EmbeddedOnly("on Orleans the end of an activation waits for a tick that runs");

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Timer_ticks(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("first");
        await grain.Start(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        await cluster.Signals.Opened("ticked");
        (await grain.Ticks()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Timer_ticks_when_due_and_then_every_period(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("periodic");
        await grain.Start(3 * s_minute, s_minute);
        await cluster.Delay(2.5 * s_minute);
        (await grain.Ticks()).ShouldBe(0);
        await cluster.Delay(s_minute);
        (await grain.Ticks()).ShouldBe(1);
        await cluster.Delay(5 * s_minute);
        (await grain.Ticks()).ShouldBe(6);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Timer_without_a_period_ticks_once(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("once");
        await grain.Start(s_minute, Timeout.InfiniteTimeSpan);
        await cluster.Delay(8 * s_minute);
        (await grain.Ticks()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Tick_waits_for_the_running_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("busy");
        await grain.Start(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        var work = grain.Work("work");
        await cluster.Delay(TimeSpan.FromSeconds(8));
        cluster.Signals.Open("work");
        await work;
        await cluster.Signals.Opened("ticked");
        cluster.Signals.Notes.ShouldBe(["work:start", "work:end", "tick"]);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Interleaving_tick_does_not_wait_for_the_running_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("interleaving");
        await grain.Start(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan, interleave: true);
        var work = grain.Work("work");
        await cluster.Signals.Opened("ticked");
        cluster.Signals.Open("work");
        await work;
        cluster.Signals.Notes.ShouldBe(["work:start", "tick", "work:end"]);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Call_waits_for_the_running_tick(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("ticking");
        await grain.Start(Cluster.Minute, Timeout.InfiniteTimeSpan, TickKind.Waiting);
        await cluster.Signals.Opened("gate:start");
        cluster.Signals.Open("work");
        var work = grain.Work("work");
        await grain.Peek();
        cluster.Signals.Open("gate");
        await work;
        cluster.Signals.Notes.ShouldBe(["tick", "gate:start", "peek", "gate:end", "work:start", "work:end"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Ticks_do_not_overlap_and_the_period_counts_from_their_end(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("long");
        await grain.Start(s_minute, s_minute, TickKind.Long, interleave: true);
        // Ticks start at 1, 3.5, 6 and 8.5 minutes.
        await cluster.Delay(8 * s_minute);
        (await grain.Ticks()).ShouldBe(3);
        await cluster.Delay(s_minute);
        (await grain.Ticks()).ShouldBe(4);
        cluster.Signals.Count("overlap").ShouldBe(0);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Change_sets_new_times(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("changing");
        await grain.Start(s_minute, s_minute);
        await cluster.Delay(2.5 * s_minute);
        (await grain.Ticks()).ShouldBe(2);
        await grain.Change(4 * s_minute, 2 * s_minute);
        await cluster.Delay(3.5 * s_minute);
        (await grain.Ticks()).ShouldBe(2);
        await cluster.Delay(3 * s_minute);
        (await grain.Ticks()).ShouldBe(4);
        await grain.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await cluster.Delay(5 * s_minute);
        (await grain.Ticks()).ShouldBe(4);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Dispose_stops_the_timer(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("disposed");
        await grain.Start(s_minute, s_minute);
        await cluster.Delay(1.5 * s_minute);
        await grain.Stop();
        await cluster.Delay(5 * s_minute);
        (await grain.Ticks()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Tick_can_dispose_of_its_own_timer(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("own");
        await grain.Start(s_minute, s_minute, TickKind.Disposing);
        await cluster.Delay(5 * s_minute);
        (await grain.Ticks()).ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Deactivation_stops_the_timer(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("leaving");
        await grain.Start(s_minute, s_minute);
        await cluster.Delay(1.5 * s_minute);
        await grain.Leave();
        await cluster.Signals.Opened("deactivated");
        await cluster.Delay(10 * s_minute);
        cluster.Signals.Notes.ShouldBe(["tick", "deactivated"]);
    });

    [Theory, MemberData(nameof(Cancelled))]
    public Task Deactivation_cancels_the_running_tick(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("cancelled");
        await grain.Start(Cluster.Minute, 60 * Cluster.Minute, TickKind.Cancellable, interleave: true);
        await cluster.Signals.Opened("ticked");
        await grain.Leave();
        await cluster.Signals.Opened("deactivated");
        cluster.Signals.Notes.ShouldBe(["tick", "deactivated"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Timer_goes_on_after_an_error(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITimerGrain>("failing");
        await grain.Start(s_minute, s_minute, TickKind.Failing);
        await cluster.Delay(5.5 * s_minute);
        (await grain.Ticks()).ShouldBe(5);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Ticks_keep_a_grain_only_when_they_say_so(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        await cluster.Grains.GetGrain<ITimerGrain>("kept").Start(s_minute, s_minute, keepAlive: true);
        await cluster.Delay(60 * s_minute);
        cluster.Signals.Count("deactivated").ShouldBe(0);
        await cluster.Grains.GetGrain<ITimerGrain>("unkept").Start(s_minute, s_minute);
        await cluster.Delay(60 * s_minute);
        cluster.Signals.Count("deactivated").ShouldBe(1);
    });
}
