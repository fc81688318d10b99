using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded.Testing;

/// <summary>
/// A test on a virtual clock and one thread, in which a seed decides the order of everything that could happen at once. All awaits of
/// grains, of their timers and of the test itself go through it, so that the same seed always gives the same run.
/// </summary>
public sealed class Simulation
{
    readonly SimulationLoop _loop;
    readonly SimulatedProcess _test;
    readonly List<SimulatedSilo> _silos = [];
    int _siloCount;

    Simulation(int seed, SimulationOptions options)
    {
        Seed = seed;
        Random = new Random(seed);
        _loop = new SimulationLoop(seed, options);
        _test = new SimulatedProcess(_loop, "test");
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>Random numbers for the test, which follow from the seed.</summary>
    public Random Random { get; }

    /// <summary>The virtual clock. It moves, to the next timer, when nothing can run.</summary>
    public TimeProvider Clock => _test.Clock;

    /// <summary>Runs a test to its end.</summary>
    /// <param name="seed">Decides the order of what could happen at once.</param>
    /// <param name="test">The test. It must not wait for anything real: other threads, sockets, the system clock.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="SimulationException">The test failed, would never end, or took too many steps.</exception>
    public static SimulationReport Run(int seed, Func<Simulation, Task> test, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var simulation = new Simulation(seed, options ?? new SimulationOptions());
        var outside = SynchronizationContext.Current;
        var outsideContext = ExecutionContext.Capture()!;
        try
        {
            SimulatedProcess.Current = simulation._test;
            return simulation.Run(test);
        }
        finally
        {
            ExecutionContext.Restore(outsideContext);
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    /// <summary>Runs a test with many seeds, one after the other.</summary>
    /// <exception cref="SimulationException">The test failed; the message names the seed.</exception>
    public static void RunMany(IEnumerable<int> seeds, Func<Simulation, Task> test, SimulationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        foreach (var seed in seeds)
            Run(seed, test, options);
    }

    /// <summary>
    /// Starts a silo: an engine with services of its own. What should outlive it, such as a store, is made outside and registered in it.
    /// </summary>
    /// <param name="configureServices">Adds storages, streams, hosted services and what grains need, and sets engine options.</param>
    public async Task<SimulatedSilo> StartSiloAsync(Action<IServiceCollection> configureServices)
    {
        ArgumentNullException.ThrowIfNull(configureServices);
        var silo = new SimulatedSilo(new SimulatedProcess(_loop, $"silo {++_siloCount}"), configureServices);
        _silos.Add(silo);
        await silo.StartAsync();
        return silo;
    }

    SimulationReport Run(Func<Simulation, Task> test)
    {
        var ended = new TaskCompletionSource();
        _test.Post(_ => RunTest(test, ended), null);
        try
        {
            _loop.RunUntilCompleted(ended.Task);
        }
        finally
        {
            foreach (var silo in _silos)
                silo.Kill();
        }
        if (ended.Task.Exception?.InnerException is { } error)
            throw _loop.Failure(error.Message, error);
        return new SimulationReport(Seed, _loop.Steps, _loop.Elapsed, _loop.TraceHash);
    }

    async void RunTest(Func<Simulation, Task> test, TaskCompletionSource ended)
    {
        try
        {
            await test(this);
            ended.SetResult();
        }
        catch (Exception error)
        {
            ended.SetException(error);
        }
    }
}
