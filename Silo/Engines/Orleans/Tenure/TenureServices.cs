using Molecule.Grains;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>Registers what asks whether this silo still is one.</summary>
static class TenureServices
{
    public static void AddTenure(this ISiloBuilder silo, ClusterSettings cluster, ClusterDatabase database)
    {
        silo.AddGrainService<Peer>();
        silo.Services
            .AddSingleton<IPeerClient, PeerClient>()
            .AddSingleton<PeerOpinion>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<MembershipRow>(provider, cluster, database))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<SiloTenure>(provider, cluster))
            .AddSingleton<ITenure>(provider => provider.GetRequiredService<SiloTenure>())
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloTenure>());
    }
}
