using Molecule.Grains.A2A;

namespace Molecule.Storage.A2AQueue;

/// <summary>
/// Messages accepted for later (contract, section 11). Each target's grain is the only writer of its entries. What is enqueued is on disk before the
/// call returns. A delegation whose message is dropped is due from that moment, in the same transaction: its grain hears of it whatever happens next.
/// </summary>
public interface IA2AQueue
{
    /// <summary>Puts a message in. At most one waiting or dispatched entry has a given key per workspace: a repeat gets the id of the first.</summary>
    Task<QueueReceipt> EnqueueAsync(string org, QueueDraft draft);

    /// <summary>
    /// Takes the next waiting entry that is not expired: highest priority, then oldest. It becomes <c>dispatched</c>, one attempt more. Null: none.
    /// </summary>
    /// <remarks>
    /// When it fails with <see cref="StorageUnavailableException"/> the entry may have been taken: <see cref="ReleaseOrphansAsync"/> gives it back.
    /// </remarks>
    Task<QueueEntry?> ClaimNextAsync(string org, string workspaceId, DateTimeOffset now);

    /// <summary><c>dispatched</c> → <c>completed</c>.</summary>
    Task CompleteAsync(string org, string entryId, DateTimeOffset now);

    /// <summary><c>dispatched</c> → <c>queued</c>; the attempt is counted or taken back.</summary>
    Task ReturnAsync(string org, string entryId, bool countAttempt, string? error);

    /// <summary><c>dispatched</c> or <c>queued</c> → <c>failed</c>, for good.</summary>
    Task FailAsync(string org, string entryId, string error, DateTimeOffset now);

    /// <summary>Whether anything waits for a workspace, or is dispatched to it (perhaps by a process that is gone).</summary>
    Task<bool> HasOpenAsync(string org, string workspaceId);

    /// <summary>How many wait for a workspace.</summary>
    Task<int> CountWaitingAsync(string org, string workspaceId);

    /// <summary>Where an entry is, or null: it is not known (any more).</summary>
    Task<QueueState?> FindAsync(string org, string entryId);

    /// <summary>The workspaces of an org that have entries without a final state: waiting, or dispatched (perhaps by a process that is gone).</summary>
    Task<IReadOnlyList<string>> ListPendingWorkspacesAsync(string org);

    /// <summary>
    /// Every org in which a workspace has such entries, so that the others need not ask. For the sweeps of a silo; not for requests.
    /// </summary>
    Task<IReadOnlyList<string>> ListPendingOrgsAsync();

    /// <summary>Gives the <c>dispatched</c> entries of a workspace back to the queue: whoever held them is gone. No attempt is taken back.</summary>
    /// <returns>How many.</returns>
    Task<int> ReleaseOrphansAsync(string org, string workspaceId);

    /// <summary>Waiting entries past their expiry become <c>dropped</c>, reason <c>expired</c>.</summary>
    /// <returns>How many.</returns>
    Task<int> DropExpiredAsync(string org, DateTimeOffset now);

    /// <summary>Waiting entries older than <paramref name="before"/> become <c>dropped</c>; the reason is appended to their last error.</summary>
    /// <returns>How many.</returns>
    Task<int> DropStaleAsync(string org, string? workspaceId, DateTimeOffset before);

    /// <summary>All waiting entries of a workspace become <c>dropped</c> (its workspace is removed).</summary>
    Task<int> DropAllAsync(string org, string workspaceId, string reason);

    /// <summary>
    /// Deletes entries of any org that reached their end (completed, failed, dropped) before <paramref name="before"/>, at most
    /// <paramref name="limit"/>.
    /// </summary>
    /// <returns>How many.</returns>
    Task<int> PurgeFinishedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>
/// A message to be queued. <paramref name="Body"/>: normalised JSON, UTF-8. Priority: 100 critical, 50 task, 10 info. <paramref name="DelegationId"/>: the
/// caller's delegation that it carries, or null.
/// </summary>
public sealed record QueueDraft(
    string WorkspaceId, A2ACaller Caller, ReadOnlyMemory<byte> Body, string? Method, string? Key, DateTimeOffset Now, int Priority = 50,
    DateTimeOffset? ExpiresAt = null, string? DelegationId = null);

/// <summary>Where an entry is.</summary>
/// <param name="IsOpen">Whether it waits or is on its way; else it came to its end.</param>
/// <param name="LastError">What went wrong last, or null.</param>
public sealed record QueueState(bool IsOpen, string? LastError);

/// <summary>Where a message waits.</summary>
/// <param name="EntryId">UUID.</param>
/// <param name="Depth">How many wait for this target, itself included.</param>
/// <param name="Existed">Whether its key was there already.</param>
public sealed record QueueReceipt(string EntryId, int Depth, bool Existed);

/// <summary>A message claimed for dispatch.</summary>
public sealed record QueueEntry(
    string EntryId, string WorkspaceId, A2ACaller Caller, ReadOnlyMemory<byte> Body, string? Method, string? Key, int Attempts,
    DateTimeOffset EnqueuedAt);
