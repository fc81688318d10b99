namespace Molecule.Storage.Records;

/// <summary>Erases removed workspaces for good (<c>purge=true</c>).</summary>
public interface IWorkspaceEraser
{
    /// <summary>
    /// Deletes everything that the workspaces own (tokens, queue, activity, events about them, last-seen) and their records, and nulls what still refers to
    /// them, in one transaction. Only removed workspaces are erased; others are left alone.
    /// </summary>
    /// <returns>How many workspaces were erased.</returns>
    Task<int> EraseAsync(string org, IReadOnlyList<string> workspaceIds);
}
