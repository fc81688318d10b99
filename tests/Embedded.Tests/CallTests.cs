using Microsoft.Extensions.DependencyInjection;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded;
using Orleans.Embedded.Testing;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests;

public sealed class CallTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_call_that_times_out_in_the_queue_never_runs() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        var slow = probe.Wait(15 * Second);
        var queued = probe.Touch();
        await Assert.ThrowsAnyAsync<TimeoutException>(() => slow);
        await Assert.ThrowsAnyAsync<TimeoutException>(() => queued);
        await Task.Delay(30 * Second, sim.Clock);
        journal.Count("p waited").ShouldBe(1);
        journal.Count("p touched").ShouldBe(0);
    });

    [Fact]
    public void ResponseTimeout_of_the_method_counts() => Run(async (sim, silo, journal) =>
    {
        var start = sim.Clock.GetTimestamp();
        await Assert.ThrowsAnyAsync<TimeoutException>(() => silo.Grains.GetGrain<IProbeGrain>("p").WaitImpatiently(5 * Second));
        sim.Clock.GetElapsedTime(start).ShouldBeInRange(2 * Second, 2.5 * Second);
    });

    [Fact]
    public void Cancelling_a_queued_call_takes_it_out() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        using var source = new CancellationTokenSource();
        var slow = probe.Wait(Second);
        var queued = probe.WaitFor(Second, source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await slow;
        await probe.Touch();
        journal.Count("p cancelled").ShouldBe(0);
    });

    [Fact]
    public void Cancelling_a_running_call_signals_the_grain() => Run(async (sim, silo, journal) =>
    {
        using var source = new CancellationTokenSource(Second, sim.Clock);
        var call = silo.Grains.GetGrain<IProbeGrain>("p").WaitFor(TimeSpan.FromSeconds(5), source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Task.Delay(Second, sim.Clock);
        journal.Entries.ShouldContain("1 p cancelled");
    });

    [Fact]
    public void A_circle_of_two_calls_is_named_at_once() => Run(async (sim, silo, journal) =>
    {
        var start = sim.Clock.GetTimestamp();
        var error = await Assert.ThrowsAnyAsync<GrainCallDeadlockException>(() => silo.Grains.GetGrain<IProbeGrain>("a").CallBack("b"));
        error.Chain.ShouldBe("probe/a.CallBack → probe/b.CallAfter → probe/a.Touch");
        sim.Clock.GetElapsedTime(start).ShouldBeLessThan(Second);
        journal.Count("a touched").ShouldBe(0);
        await silo.Grains.GetGrain<IProbeGrain>("a").Touch();
    });

    [Fact]
    public void Two_calls_that_cross_are_a_circle_too() => Run(async (sim, silo, journal) =>
    {
        var a = silo.Grains.GetGrain<IProbeGrain>("a").CallAfter("b", Second);
        var b = silo.Grains.GetGrain<IProbeGrain>("b").CallAfter("a", Second);
        var errors = 0;
        foreach (var call in new[] { a, b })
        {
            try
            {
                await call;
            }
            catch (GrainCallDeadlockException)
            {
                errors++;
            }
        }
        errors.ShouldBeInRange(1, 2);
        (await Record.ExceptionAsync(silo.Grains.GetGrain<IProbeGrain>("a").Touch)).ShouldBeNull();
    });

    [Fact]
    public void A_circle_is_found_through_helpers_and_combinations() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("a");
        var error = await Assert.ThrowsAnyAsync<GrainCallDeadlockException>(() => probe.CallThroughOthers("b"));
        error.Chain.ShouldBe("probe/a.CallThroughOthers → probe/b.CallAfter → probe/a.Touch");
        sim.Clock.GetUtcNow().ShouldBeLessThan(new DateTimeOffset(2030, 1, 1, 0, 0, 3, TimeSpan.Zero));
    });

    [Fact]
    public void A_call_back_that_nobody_waits_for_is_no_circle() => Run(async (sim, silo, journal) =>
    {
        await silo.Grains.GetGrain<IProbeGrain>("a").CallWithoutWaiting("b", 5 * Second);
        await Task.Delay(Second, sim.Clock);
        journal.Entries.ShouldContain("5 a unanswered");
        journal.Entries.ShouldContain("5 a touched");
    });

    [Fact]
    public void A_call_chain_may_reenter_when_allowed() => Run(async (sim, silo, journal) =>
    {
        (await silo.Grains.GetGrain<IProbeGrain>("a").ReenterThrough("b")).ShouldBeTrue();
        journal.Count("a touched").ShouldBe(1);
    });

    [Fact]
    public void AlwaysInterleave_passes_a_busy_grain() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        var slow = probe.Wait(5 * Second);
        await Task.Delay(Second, sim.Clock);
        await probe.TouchAnyTime();
        journal.Entries.ShouldContain("1 p touched");
        await slow;
    });

    [Fact]
    public void ReadOnly_calls_share_a_grain_with_each_other_only() => Run(async (sim, silo, journal) =>
    {
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        var first = probe.Read(2 * Second);
        var second = probe.Read(2 * Second);
        await Task.Delay(Second, sim.Clock);
        var write = probe.Touch();
        await Task.WhenAll(first, second, write);
        journal.Count("0 p reads").ShouldBe(2);
        journal.Entries.ShouldContain("2 p touched");
    });

    [Fact]
    public void RequestContext_flows_down_and_not_up() => Run(async (sim, silo, journal) =>
    {
        RequestContext.Set("who", "the test");
        (await silo.Grains.GetGrain<IProbeGrain>("a").ReadContext("who", "b")).ShouldBe("the test");
        RequestContext.Get("who").ShouldBe("the test");
        RequestContext.Clear();
        (await silo.Grains.GetGrain<IProbeGrain>("a").ReadContext("who", "b")).ShouldBeNull();
    });

    [Fact]
    public void Streams_reach_grains_in_order() => Run(async (sim, silo, journal) =>
    {
        await silo.Grains.GetGrain<IProbeGrain>("p").Subscribe("s");
        await silo.Grains.GetGrain<IProbeGrain>("q").Subscribe("s");
        var stream = silo.Client.GetStreamProvider("events").GetStream<string>(StreamId.Create("test", "s"));
        for (var i = 0; i < 10; i++)
            await stream.OnNextAsync($"{i}");
        await Task.Delay(Second, sim.Clock);
        foreach (var key in new[] { "p", "q" })
            journal.Entries.Where(e => e.Contains($"{key} got")).Select(e => e[^1]).ShouldBe("0123456789");
    });

    static void Run(Func<Simulation, SimulatedSilo, Journal, Task> test) => Simulation.RunMany(Enumerable.Range(0, 10), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
        await test(sim, silo, journal);
    });
}
