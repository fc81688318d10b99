using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Molecule.Conformance.Tests.State;
using Molecule.Conformance.Tests.Streams;
using Molecule.Conformance.Tests.Support;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace Molecule.Conformance.Tests.Engine;

/// <summary>A running engine of the kind that is built: one silo of Orleans on a free port of loopback, in real time.</summary>
public sealed class Cluster
{
    /// <summary>No test waits longer for anything; what is over is not slow but stuck.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly IHost _host;

    Cluster(IHost host, Signals signals) => (_host, Signals) = (host, signals);

    /// <summary>Whether calls that wait for each other are told so, instead of timing out.</summary>
    public static bool ReportsDeadlocks => false;

    /// <summary>Whether a call that is cancelled while it waits for its turn never runs.</summary>
    public static bool DropsCancelledCalls => false;

    /// <summary>Whether an item of a stream that a subscriber failed on comes again for a while, before the next one.</summary>
    public static bool RepeatsWhatFailed => true;

    /// <summary>Whether time can be made to pass at once.</summary>
    public static bool HasVirtualTime => false;

    /// <summary>What stands for a minute in tests that wait for something to come, but do not measure when.</summary>
    public static TimeSpan Minute => TimeSpan.FromSeconds(1);

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public Signals Signals { get; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Runs a scenario against an engine that is started for it and stopped afterwards.</summary>
    public static async Task RunAsync(int mode, Func<Cluster, Task> scenario, ClusterStores? stores = null)
    {
        mode.ShouldBe(Modes.RealTime);
        var signals = new Signals();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => Configure(silo, signals, stores ?? new ClusterStores()));
        using var host = builder.Build();
        await host.StartAsync();
        var cluster = new Cluster(host, signals);
        try
        {
            await scenario(cluster).WaitAsync(s_patience, TimeProvider.System);
        }
        finally
        {
            // A silo that was not stopped cannot be disposed of.
            await cluster.StopAsync();
        }
    }

    public Task Delay(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    public Task StopAsync() => _host.StopAsync();

    static void Configure(ISiloBuilder silo, Signals signals, ClusterStores stores)
    {
        silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
        silo.Configure<EndpointOptions>(options => options.GatewayPort = 0);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
        silo.Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = TimeSpan.FromSeconds(5));
        silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = Minute / 2);
        silo.AddReminders();
        silo.AddMemoryStreams(
            StreamNames.Provider,
            streams => streams.ConfigurePullingAgent(agents => agents.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromSeconds(1))));
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(signals);
        silo.Services.AddSingleton<IReminderTable>(stores.Reminders);
        silo.Services.AddKeyedSingleton<IGrainStorage>(Stores.Broken, new BrokenStore());
        foreach (var name in new[] { Stores.Name, "PubSubStore" })
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                name, (provider, _) => new StateStore(stores.State, provider.GetRequiredService<Serializer>()));
        }
    }

    // Below the range from which the system takes ports of its own accord, so that nobody else gets it meanwhile.
    static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(11_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}

/// <summary>What outlives an engine: the stores of state and reminders.</summary>
public sealed class ClusterStores
{
    internal Dictionary<(string Name, GrainId Grain), (byte[] State, int Version)> State { get; } = [];

    internal ReminderTable Reminders { get; } = new();
}
