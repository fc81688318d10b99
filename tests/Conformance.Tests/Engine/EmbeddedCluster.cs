using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Molecule.Conformance.Tests.State;
using Molecule.Conformance.Tests.Streams;
using Molecule.Conformance.Tests.Support;
using Orleans.Embedded;
using Orleans.Embedded.Hosting;
using Orleans.Embedded.Testing;
using Orleans.Storage;

namespace Molecule.Conformance.Tests.Engine;

/// <summary>A running engine of the kind that is built. No other file of the suite knows which.</summary>
public sealed class Cluster
{
    /// <summary>No test waits longer for anything in real time; what is over is not slow but stuck.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly Func<Task> _stop;

    Cluster(IServiceProvider services, Signals signals, Func<Task> stop)
    {
        Services = services;
        Signals = signals;
        _stop = stop;
    }

    /// <summary>Whether calls that wait for each other are told so, instead of timing out.</summary>
    public static bool ReportsDeadlocks => true;

    /// <summary>Whether a call that is cancelled while it waits for its turn never runs.</summary>
    public static bool DropsCancelledCalls => true;

    /// <summary>Whether an item of a stream that a subscriber failed on comes again for a while, before the next one.</summary>
    public static bool RepeatsWhatFailed => false;

    /// <summary>Whether time can be made to pass at once.</summary>
    public static bool HasVirtualTime => true;

    /// <summary>What stands for a minute in tests that wait for something to come, but do not measure when.</summary>
    public static TimeSpan Minute => TimeSpan.FromMinutes(1);

    public IServiceProvider Services { get; }

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public Signals Signals { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    TimeProvider Time => Services.GetRequiredService<TimeProvider>();

    /// <summary>Runs a scenario against an engine that is started for it and stopped afterwards.</summary>
    /// <param name="mode"><see cref="Modes.RealTime"/>, or the seed of a simulation.</param>
    public static Task RunAsync(int mode, Func<Cluster, Task> scenario, ClusterStores? stores = null)
    {
        stores ??= new ClusterStores();
        if (mode == Modes.RealTime)
            return RunInRealTimeAsync(scenario, stores);
        // On a thread of its own: a simulation occupies its thread, and the pool's are needed for what escapes to it.
        return Task.Factory.StartNew(
            () => Simulation.Run(mode, simulation => SimulateAsync(simulation, scenario, stores)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Lets time pass.</summary>
    public Task Delay(TimeSpan time) => Task.Delay(time, Time);

    public Task StopAsync() => _stop();

    static async Task RunInRealTimeAsync(Func<Cluster, Task> scenario, ClusterStores stores)
    {
        var signals = new Signals();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddEmbeddedEngine();
        Configure(builder.Services, signals, stores);
        using var host = builder.Build();
        stores.TakeFrom(host.Services);
        await host.StartAsync();
        var cluster = new Cluster(host.Services, signals, () => host.StopAsync());
        await scenario(cluster).WaitAsync(s_patience, TimeProvider.System);
        await cluster.StopAsync();
    }

    static async Task SimulateAsync(Simulation simulation, Func<Cluster, Task> scenario, ClusterStores stores)
    {
        var signals = new Signals();
        var silo = await simulation.StartSiloAsync(services => Configure(services, signals, stores));
        stores.TakeFrom(silo.Services);
        var cluster = new Cluster(silo.Services, signals, silo.StopAsync);
        await scenario(cluster);
        await cluster.StopAsync();
    }

    static void Configure(IServiceCollection services, Signals signals, ClusterStores stores)
    {
        services.AddSingleton(signals);
        services.AddEmbeddedStreams(StreamNames.Provider);
        services.AddEmbeddedMemoryStorage(Stores.Name);
        services.AddKeyedSingleton<IGrainStorage>(Stores.Broken, new BrokenStore());
        stores.AddTo(services);
    }
}

/// <summary>What outlives an engine: the stores of state and reminders.</summary>
public sealed class ClusterStores
{
    IGrainStorage? _state;
    IReminderStore? _reminders;

    internal void AddTo(IServiceCollection services)
    {
        if (_state is not null)
            services.AddKeyedSingleton(Stores.Name, _state);
        if (_reminders is not null)
            services.AddSingleton(_reminders);
    }

    internal void TakeFrom(IServiceProvider services)
    {
        _state = services.GetRequiredKeyedService<IGrainStorage>(Stores.Name);
        _reminders = services.GetRequiredService<IReminderStore>();
    }
}
