using System.Collections.Concurrent;

namespace Molecule.Grains.Orgs;

/// <summary>
/// Who is below whom in one org. Written by the org's board, in turns of its grain; read by anybody in the process, at any time, without one.
/// </summary>
sealed class OrgTree
{
    readonly ConcurrentDictionary<string, string?> _parents = new(StringComparer.Ordinal);
    readonly Hierarchy.TryGetParent _tryGetParent;

    public OrgTree() => _tryGetParent = TryGetParent;

    /// <summary>A workspace is on the board, below this parent; null: a root.</summary>
    public void Place(string id, string? parent) => _parents[id] = parent;

    /// <summary>A workspace left the board.</summary>
    public void Remove(string id) => _parents.TryRemove(id, out _);

    /// <summary>Whether <paramref name="caller"/> may talk to <paramref name="target"/> (contract, section 9).</summary>
    public bool CanCommunicate(string caller, string target) => Hierarchy.CanCommunicate(caller, target, _tryGetParent);

    bool TryGetParent(string id, out string? parent) => _parents.TryGetValue(id, out parent);
}
