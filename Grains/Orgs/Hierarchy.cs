namespace Molecule.Grains.Orgs;

/// <summary>Who may talk to whom (contract, section 9).</summary>
static class Hierarchy
{
    /// <summary>Ancestor walks stop after so many steps.</summary>
    public const int MaxSteps = 32;

    /// <summary>The parent of a workspace.</summary>
    /// <returns>False if the workspace is unknown (or removed).</returns>
    public delegate bool TryGetParent(string id, out string? parent);

    /// <summary>Whether <paramref name="caller"/> may talk to <paramref name="target"/>: itself, a sibling, an ancestor, a descendant.</summary>
    public static bool CanCommunicate(string caller, string target, TryGetParent parents)
    {
        if (caller == target)
            return true;
        if (!parents(caller, out var callerParent) || !parents(target, out var targetParent))
            return false;
        return callerParent == targetParent || IsAncestor(caller, target, parents) || IsAncestor(target, caller, parents);
    }

    static bool IsAncestor(string ancestor, string id, TryGetParent parents)
    {
        for (var step = 0; step < MaxSteps && parents(id, out var parent) && parent is not null; step++)
        {
            if (parent == ancestor)
                return parents(ancestor, out _);
            id = parent;
        }

        return false;
    }
}
