using Microsoft.Extensions.Hosting;
using Molecule.Benchmarks.Servers;
using Orleans.Configuration;

namespace Molecule.Benchmarks.Clusters;

/// <summary>Where the grains of a cluster are, asked as a client of it.</summary>
static class Census
{
    static readonly string[] Types = ["workspace", "token", "org"];

    /// <summary>The process that asks: says each grain and the port of its silo.</summary>
    /// <param name="connection">The database in which the silos meet.</param>
    public static async Task TakeAsync(string connection)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connection + ";Pooling=false"));
            client.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("molecule", "molecule"));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(60));
        });
        using var host = builder.Build();
        await host.StartAsync();
        var grains = await host.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        await host.StopAsync();
        ServerProcess.Say(string.Join('\t', grains.Where(grain => Types.Contains(grain.GrainId.Type.ToString()))
            .Select(grain => $"{grain.GrainId.Type}/{grain.GrainId.Key} {grain.SiloAddress.Endpoint.Port}")));
    }
}
