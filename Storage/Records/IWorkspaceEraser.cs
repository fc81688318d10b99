namespace Molecule.Storage.Records;

/// <summary>Erases removed workspaces for good (<c>purge=true</c>).</summary>
public interface IWorkspaceEraser
{
    /// <summary>
    /// Deletes everything that the workspaces own (tokens, queue, activity, delegations, requests for approval, last-seen) and their records, and nulls the
    /// parent of what still hangs under them, in one transaction. Only removed workspaces are erased; others are left alone. The event log stays as it is: it is never purged
    /// (data-plane contract, 4.1), and its numbers have no gaps. So do the ids in other workspaces' activity, where a null would mean the human.
    /// </summary>
    /// <returns>How many workspaces were erased.</returns>
    Task<int> EraseAsync(string org, IReadOnlyList<string> workspaceIds);
}
