using Molecule.Gateway.Readiness;
using Molecule.Grains;

namespace Molecule.Silo.Engines;

/// <summary>Whether this silo is a member of the cluster, and knows it.</summary>
sealed class SiloReadiness(ISiloStatusOracle membership, ITenure tenure) : IReadinessCheck
{
    public string Name => "cluster";

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => 
        Task.FromResult(membership.CurrentStatus == SiloStatus.Active && tenure.IsHeld);
}
