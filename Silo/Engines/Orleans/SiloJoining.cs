using System.Net;
using Molecule.Silo.Engines.Tenure;
using Molecule.Silo.Engines.Tls;
using Molecule.Silo.Settings;
using Orleans.Configuration;

namespace Molecule.Silo.Engines;

/// <summary>How a silo joins the cluster, and how soon it is missed. No time-out is left at a default: those are minutes where people wait for seconds.</summary>
static class SiloJoining
{
    public static void Join(this ISiloBuilder silo, SiloSettings settings, ClusterDatabase database)
    {
        var cluster = settings.Cluster;
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (ClusterDatabase.Driver, database.Membership));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (ClusterDatabase.Driver, database.Reminders));
        silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (ClusterDatabase.Driver, database.State));
        // Traces that nobody gets would cost every call between grains a filter on both sides.
        if (settings.ExportsTelemetry) silo.AddActivityPropagation();
        if (cluster.Tls is { } tls) silo.UseTls(tls);

        silo.Services
            .AddSingleton<Gateway.Readiness.IReadinessCheck, SiloReadiness>()
            .AddSingleton<IFatalErrorHandler, FatalEnd>()
            .AddSingleton<Hosting.IStartProbe>(new ClusterPorts(cluster));
        silo.AddTenure(cluster, database);
        // The older directory forgets what a dead silo knew, and each silo puts away its own activations of those when it hears of the death: until the last one has,
        // a grain may be in two places, and one of them lets in what the other has revoked (decision 0023). Experimental is its API, not its use.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // It would let nobody have a dead silo's grains for half a minute, in case that is not dead: here it does not speak (decision 0013).
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = cluster.AdvertisedAddress;
            options.SiloPort = cluster.SiloPort;
            options.GatewayPort = cluster.GatewayPort;
            options.SiloListeningEndpoint = new IPEndPoint(cluster.AdvertisedAddress, cluster.SiloPort);
            options.GatewayListeningEndpoint = new IPEndPoint(cluster.AdvertisedAddress, cluster.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(options => SetMembership(options, cluster));
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = cluster.ResponseTimeout;
            options.SystemResponseTimeout = cluster.ResponseTimeout;
        });
        silo.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = cluster.StepTimeout);
    }

    // A silo that dies is probed in vain twice and voted out by two others: 2 to 3 s with the default probe.
    static void SetMembership(ClusterMembershipOptions options, ClusterSettings cluster)
    {
        options.ProbeTimeout = cluster.ProbeTimeout;
        // Orleans adapts to how fast a silo answers, between these two. The longest one times the misses is also how long a silo is trusted of which anything
        // was heard; left at its default, four probes, a silo that hangs under traffic is missed after 8 s.
        options.MinProbeTimeout = cluster.ProbeTimeout / 2;
        options.MaxProbeTimeout = cluster.ProbeTimeout;
        options.NumMissedProbesLimit = ClusterSettings.MissedProbes;
        options.NumProbedSilos = 3;
        options.NumVotesForDeathDeclaration = 2;
        options.DeathVoteExpirationTimeout = TimeSpan.FromMinutes(1);
        // Changes are told by gossip; the table is read for those that gossip did not reach.
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        // After a power cut every silo is in the table as alive. A start believes that only of those that wrote lately.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;
        options.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }
}
