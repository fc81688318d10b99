using Orleans.Services;

namespace Molecule.Silo.Engines.Tenure;

/// <summary>What each silo tells the others.</summary>
[Alias("molecule.peer")]
public interface IPeer : IGrainService
{
    /// <summary>Whether a silo counts as a member here.</summary>
    /// <param name="silo">The silo that asks.</param>
    /// <param name="hasDatabase">Whether the database calls it one. If it cannot ask there and this silo can, it is not confirmed.</param>
    [Alias("is-member")]
    Task<bool> IsMemberAsync(SiloAddress silo, bool hasDatabase);
}

/// <inheritdoc cref="IPeer"/>
sealed class Peer(GrainId id, global::Orleans.Runtime.Silo silo, ILoggerFactory logging, IClusterMembershipService membership, MembershipRow row)
    : GrainService(id, silo, logging), IPeer
{
    public Task<bool> IsMemberAsync(SiloAddress silo, bool hasDatabase) =>
        Task.FromResult(Confirms(membership.CurrentSnapshot.GetSiloStatus(silo), hasDatabase, row.IsReadable));

    /// <summary>The rule.</summary>
    /// <param name="status">What the silo that asks is here.</param>
    /// <param name="hasDatabase">Whether the database calls it a member.</param>
    /// <param name="isReadable">Whether the database answers this silo.</param>
    public static bool Confirms(SiloStatus status, bool hasDatabase, bool isReadable) =>
        (hasDatabase || !isReadable) && status is not (SiloStatus.Dead or SiloStatus.None);
}
