using Molecule.Grains.Delegations;

namespace Molecule.Storage.Delegations;

/// <summary>
/// Delegations (contract, section 12). Each one's grain is its only writer. Writes of many grains share statements; each is on disk when its task
/// completes, and none depends on a caller who may hang up.
/// </summary>
public interface IDelegationStore
{
    /// <summary>Takes a new delegation. Of those of one delegator with the same key only one is live: the others get its id.</summary>
    /// <returns>The delegation that has the id or else the key, as it is stored.</returns>
    Task<DelegationReceipt> AcceptAsync(string org, DelegationRecord delegation);

    /// <summary>
    /// Changes one. A change of status is not taken when the stored status is terminal, nor one of its due alone when somebody else has set that meanwhile.
    /// </summary>
    /// <returns>Whether it was taken; if not, the delegation is unknown, in a terminal state, or due at another time than the writer knew.</returns>
    Task<bool> ChangeAsync(string org, string sourceId, string id, DelegationChange change);

    /// <summary>One delegation, or null.</summary>
    Task<DelegationRecord?> FindAsync(string org, string sourceId, string id);

    /// <summary>
    /// Those of a delegator of which the newest <paramref name="limit"/> rows are made: the newest by acceptance and the newest by result, in no order.
    /// </summary>
    Task<IReadOnlyList<DelegationRecord>> ListNewestAsync(string org, string sourceId, int limit, CancellationToken cancellationToken);

    /// <summary>Delegations that somebody must look after by <paramref name="now"/>, the longest due first.</summary>
    Task<IReadOnlyList<DelegationName>> ListDueAsync(string org, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Every org in which somebody must look after a delegation by <paramref name="now"/>, so that the others need not ask. For the sweeps of a silo; not for requests.
    /// </summary>
    Task<IReadOnlyList<string>> ListDueOrgsAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes delegations of any org that ended before <paramref name="before"/>, and with them their keys; at most <paramref name="limit"/>.</summary>
    /// <returns>How many.</returns>
    Task<int> PurgeFinishedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>Which delegation an acceptance met.</summary>
/// <param name="Id">Its own id, or that of the one that had its key first.</param>
/// <param name="Status">Where that one is.</param>
public sealed record DelegationReceipt(string Id, DelegationStatus Status);

/// <summary>A delegation within its org.</summary>
public sealed record DelegationName(string SourceId, string Id);
