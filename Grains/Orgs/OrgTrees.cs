using System.Collections.Concurrent;

namespace Molecule.Grains.Orgs;

/// <summary>
/// The trees of the orgs whose grains are active in this process. Every message asks who may talk to whom: where the org's grain is near, the answer is
/// read from the same memory that its turns would read, and its one queue is not in every message's way. Elsewhere the grain is asked.
/// </summary>
sealed class OrgTrees
{
    readonly ConcurrentDictionary<string, OrgTree> _trees = new(StringComparer.Ordinal);

    /// <summary>The org's tree; null: its grain is not active here.</summary>
    public OrgTree? Find(string org) => _trees.GetValueOrDefault(org);

    /// <summary>The org's grain is active here, and its board is complete.</summary>
    public void Show(string org, OrgTree tree) => _trees[org] = tree;

    /// <summary>It ends.</summary>
    public void Hide(string org, OrgTree tree) => _trees.TryRemove(new(org, tree));
}
