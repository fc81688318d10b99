using Molecule.Gateway.Readiness;

namespace Molecule.Silo.Engines;

/// <summary>Whether this silo is a member of the cluster.</summary>
sealed class SiloReadiness(ISiloStatusOracle membership) : IReadinessCheck
{
    public string Name => "cluster";

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => Task.FromResult(membership.CurrentStatus == SiloStatus.Active);
}
