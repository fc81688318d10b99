using Microsoft.Extensions.DependencyInjection;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded;
using Orleans.Embedded.Testing;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests;

public sealed class LifecycleTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Idle_grains_are_collected_after_their_age() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        await probe.Touch();
        await Task.Delay(TimeSpan.FromMinutes(14), sim.Clock);
        await probe.Touch();
        await Task.Delay(TimeSpan.FromMinutes(14), sim.Clock);
        journal.Count("down ActivationIdle").ShouldBe(0);
        await Task.Delay(TimeSpan.FromMinutes(3), sim.Clock);
        journal.Count("down ActivationIdle").ShouldBe(1);
        await probe.Touch();
        journal.Count("p up").ShouldBe(2);
    });

    [Fact]
    public void A_timer_does_not_keep_a_grain_unless_told_so() => Run(async (sim, silo, journal) =>
    {
        await silo.Grains.GetGrain<IProbeGrain>("p").StartTimer(Second, TimeSpan.FromMinutes(1), TimeSpan.Zero, interleave: false);
        await Task.Delay(TimeSpan.FromMinutes(20), sim.Clock);
        journal.Count("down ActivationIdle").ShouldBe(1);
        var ticks = journal.Count("tick");
        await Task.Delay(TimeSpan.FromMinutes(20), sim.Clock);
        journal.Count("tick").ShouldBe(ticks);
    });

    [Fact]
    public void DelayDeactivation_keeps_an_idle_grain() => Run(async (sim, silo, journal) =>
    {
        await silo.Grains.GetGrain<IProbeGrain>("p").KeepFor(TimeSpan.FromHours(2));
        await Task.Delay(TimeSpan.FromHours(1.9), sim.Clock);
        journal.Count("down ActivationIdle").ShouldBe(0);
        await Task.Delay(TimeSpan.FromHours(0.2), sim.Clock);
        journal.Count("down ActivationIdle").ShouldBe(1);
    });

    [Fact]
    public void DeactivateOnIdle_sends_waiting_calls_to_a_fresh_activation() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        var slow = probe.Wait(Second);
        var end = probe.End();
        var touches = Enumerable.Range(0, 5).Select(_ => probe.Touch()).ToArray();
        await Task.WhenAll([slow, end, .. touches]);
        journal.Count("p touched").ShouldBe(5);
        journal.Count("p up").ShouldBe(2);
        journal.Entries.FindIndex(e => e.EndsWith("down ApplicationRequested", StringComparison.Ordinal))
            .ShouldBeLessThan(journal.Entries.FindIndex(e => e.EndsWith("touched", StringComparison.Ordinal)));
    });

    [Fact]
    public void States_are_read_in_their_stage_and_observers_are_told_on_both_ways() => Run(async (sim, silo, journal) =>
    {
        var grain = silo.Grains.GetGrain<ILayeredGrain>("layers");
        await grain.Write(1, 2);
        await grain.Leave();
        await Task.Delay(Second, sim.Clock);
        journal.Entries.Clear();

        await grain.Leave();
        await Task.Delay(Second, sim.Clock);

        journal.Entries.Select(entry => entry[(entry.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ShouldBe(
        [
            "before starts 0 0", "at starts 1 2", "up 1 2", "after starts 1 2", "late starts 1 2",
            "late stops 1 2", "after stops 1 2", "down 1 2", "at stops 1 2", "before stops 1 2",
        ]);
    });

    [Fact]
    public void A_failed_activation_fails_the_waiting_calls_and_is_tried_again() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("hopeless");
        var calls = Enumerable.Range(0, 3).Select(_ => Assert.ThrowsAnyAsync<InvalidOperationException>(probe.Touch));
        await Task.WhenAll(calls);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(probe.Touch);
        journal.Count("hopeless up").ShouldBeInRange(2, 4);
        journal.Count("hopeless touched").ShouldBe(0);
    });

    [Fact]
    public void An_activation_that_never_ends_is_given_up() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("stuck");
        await Assert.ThrowsAnyAsync<TimeoutException>(probe.Touch);
        await Task.Delay(25 * Second, sim.Clock);
        await Assert.ThrowsAnyAsync<TimeoutException>(probe.Touch);
        journal.Count("stuck up").ShouldBe(2);
        journal.Count("stuck touched").ShouldBe(0);
    });

    [Fact]
    public void A_stop_does_not_wait_for_ever() => Run(async (sim, silo, journal) =>
    {
        var call = silo.Grains.GetGrain<IProbeGrain>("p").Wait(TimeSpan.FromHours(1));
        await Task.Delay(Second, sim.Clock);
        await silo.StopAsync();
        await Assert.ThrowsAnyAsync<TimeoutException>(() => call);
        journal.Count("p down ShuttingDown").ShouldBe(1);
        journal.Count("p waited").ShouldBe(0);
    });

    [Fact]
    public void Timer_ticks_do_not_overlap_and_wait_for_calls() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        await probe.StartTimer(Second, Second, takes: 2 * Second, interleave: false);
        await Task.Delay(10.5 * Second, sim.Clock);
        // Ticks at 1, 4, 7, 10: each takes two seconds, and the period counts from its end.
        journal.Count("tick").ShouldBe(4);
        await probe.StopTimer();
        await Task.Delay(10 * Second, sim.Clock);
        journal.Count("tick").ShouldBe(4);
    });

    [Fact]
    public void A_timer_that_interleaves_ticks_beside_a_call() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        await probe.StartTimer(Second, Second, TimeSpan.Zero, interleave: true);
        await probe.Wait(5.5 * Second);
        journal.Count("tick").ShouldBe(5);
    });

    [Fact]
    public void Reminders_wake_a_grain_and_outlive_the_silo() => Simulation.RunMany(Enumerable.Range(0, 5), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var store = new SharedReminders();
        var silo = await Simulated.StartAsync(sim, services: AddShared);
        await silo.Grains.GetGrain<IProbeGrain>("p").SetReminder(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        await Task.Delay(TimeSpan.FromMinutes(12), sim.Clock);
        journal.Count("p alarm").ShouldBe(2);
        silo.Kill();
        await Task.Delay(TimeSpan.FromMinutes(30), sim.Clock);
        journal.Count("p alarm").ShouldBe(2);
        silo = await Simulated.StartAsync(sim, services: AddShared);
        await Task.Delay(TimeSpan.FromMinutes(10), sim.Clock);
        journal.Count("p alarm").ShouldBe(3);
        await silo.Grains.GetGrain<IProbeGrain>("p").ClearReminder();
        await Task.Delay(TimeSpan.FromHours(1), sim.Clock);
        journal.Count("p alarm").ShouldBe(3);

        void AddShared(IServiceCollection services) => services.AddSingleton(journal).AddSingleton<IReminderStore>(store);
    });

    static void Run(Func<Simulation, SimulatedSilo, Journal, Task> test) => Simulation.RunMany(Enumerable.Range(0, 10), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
        await test(sim, silo, journal);
    });
}
