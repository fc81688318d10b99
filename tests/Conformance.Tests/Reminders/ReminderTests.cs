using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Reminders;

public sealed class ReminderTests
{
    static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Reminder_comes_when_due_and_then_every_period(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        await cluster.Grains.GetGrain<IReminderGrain>("a").Remind("wake", 2 * s_minute, 5 * s_minute);
        await cluster.Delay(1.5 * s_minute);
        cluster.Signals.Count("a wake").ShouldBe(0);
        await cluster.Delay(s_minute);
        cluster.Signals.Count("a wake").ShouldBe(1);
        await cluster.Delay(15 * s_minute);
        cluster.Signals.Count("a wake").ShouldBe(4);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public Task Reminder_wakes_a_grain_that_is_not_active(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReminderGrain>("asleep");
        await grain.Remind("wake", 2 * Cluster.Minute, 60 * Cluster.Minute);
        await grain.Leave();
        await cluster.Signals.Opened("deactivated");
        await cluster.Signals.Opened("reminded");
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Reminder_set_again_has_the_new_times(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReminderGrain>("a");
        await grain.Remind("wake", 2 * s_minute, 2 * s_minute);
        await cluster.Delay(3 * s_minute);
        await grain.Remind("wake", 10 * s_minute, 10 * s_minute);
        await cluster.Delay(9 * s_minute);
        cluster.Signals.Count("a wake").ShouldBe(1);
        await cluster.Delay(12 * s_minute);
        cluster.Signals.Count("a wake").ShouldBe(3);
        (await grain.Names()).ShouldBe(["wake"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Removed_reminder_comes_no_more(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReminderGrain>("a");
        await grain.Remind("wake", s_minute, s_minute);
        await grain.Remind("other", s_minute, s_minute);
        (await grain.Names()).ShouldBe(["other", "wake"]);
        await cluster.Delay(1.5 * s_minute);
        (await grain.Forget("wake")).ShouldBeTrue();
        (await grain.Forget("wake")).ShouldBeFalse();
        await cluster.Delay(2 * s_minute);
        cluster.Signals.Count("a wake").ShouldBe(1);
        cluster.Signals.Count("a other").ShouldBe(3);
        (await grain.Names()).ShouldBe(["other"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Reminders_belong_to_their_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        await cluster.Grains.GetGrain<IReminderGrain>("a").Remind("wake", s_minute, 60 * s_minute);
        await cluster.Grains.GetGrain<IReminderGrain>("b").Remind("wake", 3 * s_minute, 60 * s_minute);
        (await cluster.Grains.GetGrain<IReminderGrain>("c").Names()).ShouldBeEmpty();
        await cluster.Delay(5 * s_minute);
        cluster.Signals.Notes.ShouldBe(["a wake", "b wake"]);
    });

    [Theory, MemberData(nameof(Modes.Virtual), MemberType = typeof(Modes))]
    public Task Reminder_goes_on_after_an_error(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        await cluster.Grains.GetGrain<IReminderGrain>("a").Remind("failing", s_minute, s_minute);
        await cluster.Delay(4.5 * s_minute);
        cluster.Signals.Count("a failing").ShouldBe(4);
    });

    [Theory, MemberData(nameof(Modes.Timely), MemberType = typeof(Modes))]
    public async Task Reminders_survive_a_restart(int mode)
    {
        var stores = new ClusterStores();
        await Cluster.RunAsync(mode, cluster => cluster.Grains.GetGrain<IReminderGrain>("a").Remind("wake", 2 * Cluster.Minute, 10 * Cluster.Minute), stores);
        await Cluster.RunAsync(
            mode,
            async cluster =>
            {
                await cluster.Signals.Opened("reminded");
                cluster.Signals.Notes.Distinct().ShouldBe(["a wake"]);
                (await cluster.Grains.GetGrain<IReminderGrain>("a").Names()).ShouldBe(["wake"]);
            },
            stores);
    }
}
