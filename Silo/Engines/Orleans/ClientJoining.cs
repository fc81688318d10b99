using Molecule.Gateway.Readiness;
using Molecule.Silo.Engines.Tls;
using Molecule.Silo.Settings;
using Orleans.Configuration;

namespace Molecule.Silo.Engines;

/// <summary>How a process that is only a gateway reaches the silos.</summary>
static class ClientJoining
{
    public static void Join(this IClientBuilder client, SiloSettings settings, ClusterDatabase database)
    {
        var cluster = settings.Cluster;
        client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClusterDatabase.Driver, database.Membership));
        if (settings.ExportsTelemetry) client.AddActivityPropagation();
        if (cluster.Tls is { } tls) client.UseTls(tls);

        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = cluster.ResponseTimeout);
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        client.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = cluster.StepTimeout);
        client.UseConnectionRetryFilter<PatientStart>();

        var readiness = new ClientReadiness();
        client.AddGatewayCountChangedHandler(readiness.Note);
        client.Services.AddSingleton<IReadinessCheck>(readiness);
    }
}
