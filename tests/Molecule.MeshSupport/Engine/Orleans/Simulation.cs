using Microsoft.Extensions.DependencyInjection;

namespace Molecule.MeshSupport;

/// <summary>
/// A test on a virtual clock over real silos of Orleans, in the shape of the embedded engine's simulation. Grains run on the thread pool, as they always do, but it has
/// a single worker meanwhile. The test, and what it lends to the silos, run there too: it goes on only when nothing else is under way any more, and time moves, to the
/// next timer, when it has nothing to do either.
/// </summary>
public sealed class Simulation
{
    readonly TestLoop _loop = new();
    readonly List<SimulatedSilo> _silos = [];

    Simulation(int seed)
    {
        Seed = seed;
        Random = new Random(seed);
    }

    /// <summary>The seed: of the test's own random numbers only.</summary>
    public int Seed { get; }

    /// <summary>Random numbers for the test, which follow from the seed.</summary>
    public Random Random { get; }

    /// <summary>The virtual clock.</summary>
    public TimeProvider Clock => _loop.Clock;

    /// <summary>Runs a test to its end.</summary>
    public static SimulationReport Run(int seed, Func<Simulation, Task> test)
    {
        var simulation = new Simulation(seed);
        simulation._loop.Run(() => simulation.RunAsync(test));
        return new SimulationReport(seed, simulation._loop.Steps, simulation._loop.Timers.Elapsed);
    }

    /// <summary>Starts a silo. What should outlive it, such as a store, is made outside and registered in it.</summary>
    public async Task<SimulatedSilo> StartSiloAsync(Action<IServiceCollection> configureServices)
    {
        await EndKilledAsync();
        var silo = new SimulatedSilo(_loop, configureServices);
        _silos.Add(silo);
        await silo.StartAsync();
        return silo;
    }

    /// <summary>Runs what the test lends to a silo among the test's own code, soon, whatever else is under way.</summary>
    internal Task RunAtHomeAsync(Func<Task> work) => _loop.RunErrandAsync(work);

    async Task RunAsync(Func<Simulation, Task> test)
    {
        try
        {
            await test(this);
        }
        finally
        {
            foreach (var silo in _silos)
                silo.Kill();
            await EndKilledAsync();
        }
    }

    async Task EndKilledAsync()
    {
        foreach (var silo in _silos.Where(silo => silo.IsDown))
            await silo.EndAsync();
        _silos.RemoveAll(silo => silo.IsDown);
    }
}

/// <summary>What a simulation did.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Steps">The stretches of the test's own code that ran.</param>
/// <param name="Elapsed">The virtual time that passed.</param>
public sealed record SimulationReport(int Seed, long Steps, TimeSpan Elapsed);
