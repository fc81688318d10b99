using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Molecule.Cluster.Tests.Support;

/// <summary>Which grain is active in which silos.</summary>
sealed class Census
{
    readonly ILookup<string, int> _ports;

    Census(IEnumerable<DetailedGrainStatistic> grains) =>
        _ports = grains.ToLookup(grain => $"{grain.GrainId.Type}/{grain.GrainId.Key}", grain => grain.SiloAddress.Endpoint.Port);

    /// <summary>Grains that two silos hold at once.</summary>
    public IEnumerable<string> Doubles => _ports
        .Where(grain => grain.Key.Contains("default", StringComparison.Ordinal) && grain.Distinct().Count() > 1)
        .Select(grain => $"{grain.Key} at {string.Join(" and ", grain)}");

    /// <summary>The silo port at which a grain is; 0: nowhere.</summary>
    /// <param name="type">The grain's type, for instance <c>workspace</c>.</param>
    /// <param name="key">Its key.</param>
    public int PortOf(string type, string key) => _ports[$"{type}/{key}"].FirstOrDefault();

    /// <summary>Asks the silos, as a client of the cluster.</summary>
    public static async Task<Census> TakeAsync(SiloCluster cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", cluster.Connection + ";Pooling=false"));
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("molecule", "molecule"));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(30));
        });
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            return new(await host.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics());
        }
        finally
        {
            await host.StopAsync();
        }
    }

    public override string ToString() => string.Join('\n', _ports.Select(grain => $"{grain.Key} at {string.Join(" and ", grain)}"));
}
