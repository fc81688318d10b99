using System.Net;
using Molecule.Benchmarks.Servers;
using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Silo.Engines.Streams;
using Molecule.Storage;
using Molecule.Storage.Migrations;
using Molecule.TestSupport.Processes;
using Orleans.Configuration;
using Orleans.Runtime.Placement;

namespace Molecule.Benchmarks.Calls;

/// <summary>Two silos in one process, which reach each other over TCP on loopback as two hosts would, over one store.</summary>
sealed class Sites : IAsyncDisposable
{
    readonly BenchmarkStore _store = BenchmarkStore.Sqlite();
    readonly List<WebApplication> _silos = [];

    public IReadOnlyList<Site> All =>
    [
        new("Orleans", "same silo", _silos[0].Services, IsHome: true),
        new("Orleans", "another silo", _silos[1].Services, IsHome: false),
    ];

    /// <summary>Starts them.</summary>
    public static async Task<Sites> StartAsync(TimeSpan gatherTime)
    {
        var sites = new Sites();
        var first = new IPEndPoint(IPAddress.Loopback, Ports.Free());
        await sites.AddAsync(first.Port, first, gatherTime);
        await sites.AddAsync(Ports.Free(), first, gatherTime);
        return sites;
    }

    /// <summary>Runs what brings a grain to life where it is to live.</summary>
    public async Task AtHomeAsync(Func<Task> awaken)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, _silos[0].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        await awaken();
        RequestContext.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Enumerable.Reverse(_silos))
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    async Task AddAsync(int port, IPEndPoint first, TimeSpan gatherTime)
    {
        var builder = Roles.CreateBuilder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gatewayPort: 0, first);
            silo.Configure<EndpointOptions>(options => options.GatewayPort = 0);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = options.SystemResponseTimeout = TimeSpan.FromSeconds(60));
            silo.UseInMemoryReminderService();
        });
        builder.Services.AddTopicStreams(StorageNames.Events, gatherTime);
        builder.Services.AddMoleculeStorage(_store.Options);
        builder.Services.AddMoleculeProvisioning();
        builder.Services.AddMoleculeGrains(new GrainsOptions { GatherTime = gatherTime });
        builder.Services.AddMoleculeGateway(new Gateway.GatewayOptions { AdminToken = MoleculeServer.AdminToken, Environment = "development" });
        var app = builder.Build();
        await app.Services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        _silos.Add(app);
    }
}
