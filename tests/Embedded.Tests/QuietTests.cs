using Microsoft.Extensions.DependencyInjection;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded.Testing;

namespace Molecule.Embedded.Tests;

/// <summary>The engine's clock stands still while nothing happens: what comes after a quiet time must not notice.</summary>
public sealed class QuietTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(50_000)]
    public void A_call_after_a_quiet_time_has_all_its_time(int quietSeconds) => Simulation.RunMany(Enumerable.Range(0, 5), async sim =>
    {
        var journal = new Journal(sim.Clock);
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(journal));
        foreach (var key in new[] { "p", "p", "q" })
        {
            await Task.Delay(TimeSpan.FromSeconds(quietSeconds), sim.Clock);
            await silo.Grains.GetGrain<IProbeGrain>(key).Wait(TimeSpan.FromSeconds(9.9));
        }
        journal.Count("waited").ShouldBe(3);
    });

    [Fact]
    public void A_call_times_out_soon_after_its_time_and_never_before() => Simulation.RunMany(Enumerable.Range(0, 20), async sim =>
    {
        var silo = await Simulated.StartAsync(sim, services: services => services.AddSingleton(new Journal(sim.Clock)));
        // Others keep the engine busy at odd moments.
        var others = Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(sim.Random.Next(3000)), sim.Clock);
            await silo.Grains.GetGrain<IProbeGrain>($"other {i}").Wait(TimeSpan.FromSeconds(3));
        }));
        await Task.Delay(TimeSpan.FromMilliseconds(sim.Random.Next(2000)), sim.Clock);
        var start = sim.Clock.GetTimestamp();
        await Assert.ThrowsAnyAsync<TimeoutException>(() => silo.Grains.GetGrain<IProbeGrain>("p").Wait(TimeSpan.FromMinutes(1)));
        sim.Clock.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.3));
        await others;
    });
}
