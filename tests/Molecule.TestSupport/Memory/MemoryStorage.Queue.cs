using Molecule.Grains.Delegations;
using Molecule.Storage.A2AQueue;

namespace Molecule.TestSupport.Memory;

partial class MemoryStorage
{
    /// <summary>Switches the release of orphans off, to see that a test notices.</summary>
    public bool ForgetsOrphans { get; set; }

    /// <summary>Gives entries out by their age alone, to see that a test notices.</summary>
    public bool ForgetsPriorities { get; set; }

    public Task<QueueReceipt> EnqueueAsync(string org, QueueDraft draft) => RunAsync("enqueue", () =>
    {
        var known = draft.Key is null ? null : RowsOf(org, draft.WorkspaceId).FirstOrDefault(row => row.IsOpen && row.Draft.Key == draft.Key);
        if (known is null)
            database.Queue.Add(new QueueRow { Org = org, Id = _newId(), StoredAt = Now, Draft = draft with { Body = draft.Body.ToArray() } });
        return new QueueReceipt((known ?? database.Queue[^1]).Id, RowsOf(org, draft.WorkspaceId).Count(row => row.Status == "queued"), known is not null);
    });

    public Task<QueueEntry?> ClaimNextAsync(string org, string workspaceId, DateTimeOffset now) => RunAsync("claim", () =>
    {
        var next = RowsOf(org, workspaceId).Where(row => row.Status == "queued" && !(row.Draft.ExpiresAt <= now))
            .OrderByDescending(row => ForgetsPriorities ? 0 : row.Draft.Priority).ThenBy(row => row.Draft.Now).FirstOrDefault();
        if (next is null)
            return null;
        next.Status = "dispatched";
        next.Attempts++;
        next.FirstClaimedAt ??= Now;
        var draft = next.Draft;
        return new QueueEntry(next.Id, workspaceId, draft.Caller, draft.Body, draft.Method, draft.Key, next.Attempts, draft.Now);
    });

    public Task CompleteAsync(string org, string entryId, DateTimeOffset now) => ChangeAsync("complete", entryId, "completed", null, "dispatched");

    public Task ReturnAsync(string org, string entryId, bool countAttempt, string? error) => RunAsync("return", () =>
    {
        if (database.Queue.Find(row => row.Id == entryId) is { Status: "dispatched" } row)
        {
            (row.Status, row.LastError) = ("queued", error ?? row.LastError);
            row.Attempts -= countAttempt ? 0 : 1;
        }

        return true;
    });

    public Task FailAsync(string org, string entryId, string error, DateTimeOffset now) =>
        ChangeAsync("fail", entryId, "failed", error, "dispatched", "queued");

    public Task<bool> HasOpenAsync(string org, string workspaceId) => RunAsync("has open", () => RowsOf(org, workspaceId).Any(row => row.IsOpen));

    public Task<int> CountWaitingAsync(string org, string workspaceId) =>
        RunAsync("count waiting", () => RowsOf(org, workspaceId).Count(row => row.Status == "queued"));

    public Task<QueueState?> FindAsync(string org, string entryId) => RunAsync("find entry", () =>
        database.Queue.Find(row => row.Org == org && row.Id == entryId) is { } row ? new QueueState(row.IsOpen, row.LastError) : null);

    public Task<IReadOnlyList<string>> ListPendingWorkspacesAsync(string org) => RunAsync<IReadOnlyList<string>>("list pending", () =>
        [.. database.Queue.Where(row => row.Org == org && row.IsOpen).Select(row => row.Draft.WorkspaceId).Distinct().Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<string>> ListPendingOrgsAsync() => RunAsync<IReadOnlyList<string>>("list pending orgs", () =>
        [.. database.Queue.Where(row => row.IsOpen).Select(row => row.Org).Distinct().Order(StringComparer.Ordinal)]);

    public Task<int> ReleaseOrphansAsync(string org, string workspaceId) => RunAsync("release orphans", () =>
    {
        var orphans = RowsOf(org, workspaceId).Where(row => row.Status == "dispatched" && !ForgetsOrphans).ToArray();
        foreach (var orphan in orphans)
            orphan.Status = "queued";
        return orphans.Length;
    });

    public Task<int> DropExpiredAsync(string org, DateTimeOffset now) =>
        RunAsync("drop expired", () => Drop(row => row.Org == org && row.Draft.ExpiresAt <= now, "expired"));

    public Task<int> DropStaleAsync(string org, string? workspaceId, DateTimeOffset before) => RunAsync("drop stale", () => Drop(
        row => row.Org == org && (workspaceId is null || row.Draft.WorkspaceId == workspaceId) && row.Draft.Now < before, "dropped as stale"));

    public Task<int> DropAllAsync(string org, string workspaceId, string reason) =>
        RunAsync("drop all", () => Drop(row => row.Org == org && row.Draft.WorkspaceId == workspaceId, reason));

    public Task<int> PurgeFinishedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    int Drop(Func<QueueRow, bool> which, string reason)
    {
        var dropped = database.Queue.Where(row => row.Status == "queued" && which(row)).ToArray();
        foreach (var row in dropped)
        {
            (row.Status, row.LastError) = ("dropped", row.LastError is null ? reason : $"{row.LastError}; {reason}");
            if (row.Draft is { DelegationId: { } id, Caller.WorkspaceId: { } source }
                && database.Delegations.TryGetValue((row.Org, source, id), out var carried) && !carried.Status.IsTerminal())
            {
                var due = carried.DueAt <= Now ? carried.DueAt - TimeSpan.FromMicroseconds(1) : Now;
                database.Delegations[(row.Org, source, id)] = carried with { DueAt = due, QueueEntryId = carried.QueueEntryId ?? row.Id };
            }
        }

        return dropped.Length;
    }

    Task ChangeAsync(string operation, string entryId, string to, string? error, params string[] from) => RunAsync(operation, () =>
    {
        if (database.Queue.Find(row => row.Id == entryId) is { } row && from.Contains(row.Status))
            (row.Status, row.LastError) = (to, error ?? row.LastError);
        return true;
    });

    IEnumerable<QueueRow> RowsOf(string org, string workspaceId) =>
        database.Queue.Where(row => row.Org == org && row.Draft.WorkspaceId == workspaceId);
}
