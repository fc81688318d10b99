using Orleans.Services;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What each silo tells the others.</summary>
[Alias("molecule.peer")]
public interface IPeer : IGrainService
{
    /// <summary>
    /// Whether a silo counts as a member here, and there is nobody better to ask: where the database answers, it is for the database to say.
    /// </summary>
    [Alias("is-member")]
    Task<bool> IsMemberAsync(SiloAddress silo);
}

/// <inheritdoc cref="IPeer"/>
sealed class Peer(GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory logging, IClusterMembershipService membership, MembershipRow row)
    : GrainService(id, silo, logging), IPeer
{
    public Task<bool> IsMemberAsync(SiloAddress silo) =>
        Task.FromResult(!row.IsReadable && membership.CurrentSnapshot.GetSiloStatus(silo) is not (SiloStatus.Dead or SiloStatus.None));
}
