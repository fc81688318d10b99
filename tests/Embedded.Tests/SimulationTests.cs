using Microsoft.Extensions.DependencyInjection;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded.Testing;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests;

public sealed class SimulationTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Hours_pass_at_once()
    {
        var report = Simulation.Run(1, async sim => await Task.Delay(TimeSpan.FromHours(5), sim.Clock));
        report.Elapsed.ShouldBe(TimeSpan.FromHours(5));
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var (first, firstTrace) = RunRace(42);
        var (second, secondTrace) = RunRace(42);
        secondTrace.ShouldBe(firstTrace);
        second.ShouldBe(first);
    }

    [Fact]
    public void Other_seeds_give_other_orders() =>
        Enumerable.Range(0, 10).Select(seed => RunRace(seed).Report.TraceHash).Distinct().Count().ShouldBeGreaterThan(1);

    [Fact]
    public void A_test_that_waits_for_nothing_fails()
    {
        var error = Should.Throw<SimulationException>(() => Simulation.Run(7, _ => new TaskCompletionSource().Task));
        error.Message.ShouldContain("Seed 7");
        error.Message.ShouldContain("never happens");
    }

    [Fact]
    public void A_test_that_runs_in_circles_fails()
    {
        var options = new SimulationOptions { MaxSteps = 1000 };
        var error = Should.Throw<SimulationException>(() => Simulation.Run(
            8,
            async _ =>
            {
                while (true)
                    await Task.Yield();
            },
            options));
        error.Message.ShouldContain("more than 1000 steps");
    }

    [Fact]
    public void A_failing_test_names_its_seed()
    {
        var error = Should.Throw<SimulationException>(() => Simulation.Run(9, _ => throw new InvalidDataException("wrong")));
        error.Message.ShouldContain("Seed 9");
        error.InnerException.ShouldBeOfType<InvalidDataException>();
    }

    [Fact]
    public void Turns_do_not_interleave_under_any_order() => Simulation.RunMany(Enumerable.Range(0, 20), async sim =>
    {
        var silo = await Simulated.StartAsync(sim);
        var counter = silo.Grains.GetGrain<ICounterGrain>("c");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => counter.Add(1)));
        (await counter.Get()).ShouldBe(20);
    });

    [Fact]
    public void A_killed_silo_runs_nothing_more() => Simulation.RunMany(Enumerable.Range(0, 20), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
        var probe = silo.Grains.GetGrain<IProbeGrain>("p");
        await probe.StartTimer(Second, Second, TimeSpan.Zero, interleave: true);
        var call = probe.Wait(TimeSpan.FromSeconds(5));
        await Task.Delay(TimeSpan.FromSeconds(2.5), sim.Clock);
        silo.Kill();
        var written = journal.Entries.Count;
        await Assert.ThrowsAnyAsync<SiloUnavailableException>(() => call);
        await Assert.ThrowsAnyAsync<SiloUnavailableException>(() => probe.Touch());
        await Task.Delay(TimeSpan.FromMinutes(5), sim.Clock);
        journal.Entries.Count.ShouldBe(written);
        journal.Count("p waited").ShouldBe(0);
        journal.Count("tick").ShouldBe(2);
        journal.Entries.ShouldNotContain(entry => entry.Contains("down", StringComparison.Ordinal));
    });

    [Fact]
    public void A_stopped_silo_ends_calls_and_deactivates_grains() => Simulation.RunMany(Enumerable.Range(0, 20), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
        var call = silo.Grains.GetGrain<IProbeGrain>("p").CallAfter("q", TimeSpan.FromSeconds(5));
        await Task.Delay(Second, sim.Clock);
        await silo.StopAsync();
        call.IsCompletedSuccessfully.ShouldBeTrue();
        journal.Count("q touched").ShouldBe(1);
        journal.Count("p down ShuttingDown").ShouldBe(1);
        journal.Count("q down ShuttingDown").ShouldBe(1);
        await Assert.ThrowsAnyAsync<SiloUnavailableException>(() => silo.Grains.GetGrain<IProbeGrain>("p").Touch());
    });

    static (SimulationReport Report, string Trace) RunRace(int seed)
    {
        var trace = new List<string>();
        var report = Simulation.Run(
            seed,
            async sim =>
            {
                var journal = new Journal(sim.Clock);
                var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
                var probes = Enumerable.Range(0, 5).Select(i => silo.Grains.GetGrain<IProbeGrain>($"p{i}")).ToArray();
                await Task.WhenAll(probes.Select(p => p.StartTimer(Second, Second, Second / 2, interleave: false)));
                await Task.WhenAll(probes.Select((p, i) => p.CallAfter($"q{i % 2}", Second)));
                await Task.Delay(TimeSpan.FromMinutes(1), sim.Clock);
                trace.AddRange(journal.Entries);
            },
            new SimulationOptions { Trace = trace.Add });
        return (report, string.Join('\n', trace));
    }
}
