using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Orgs;

/// <summary>Every workspace of an org that is not removed, as a tree and as a list: all that lists, peers and who-may-talk need, in memory.</summary>
sealed class Board
{
    static readonly Comparer<BoardEntry> ByAge = Comparer<BoardEntry>.Create((a, b) =>
        a.CreatedAt.CompareTo(b.CreatedAt) is var order and not 0 ? order : string.CompareOrdinal(a.Id, b.Id));

    readonly Dictionary<string, BoardEntry> _entries = new(StringComparer.Ordinal);
    readonly SortedSet<BoardEntry> _byAge = new(ByAge);

    // Children by parent; the empty id holds the roots.
    readonly Dictionary<string, SortedSet<BoardEntry>> _children = new(StringComparer.Ordinal);

    /// <summary>The same places, for readers outside the grain's turns.</summary>
    public OrgTree Tree { get; } = new();

    public int Count => _entries.Count;

    public int LiveTokens { get; private set; }

    public BoardEntry? Find(string id) => _entries.GetValueOrDefault(id);

    public IEnumerable<BoardEntry> All => _byAge;

    /// <summary>Takes a workspace's state; an older one than the board's is ignored, a removed workspace leaves.</summary>
    /// <returns>Whether a workspace that was there has another parent now.</returns>
    public bool Apply(WorkspaceView view)
    {
        var entry = Find(view.Id);
        if (entry is not null && view.Version < entry.Version)
            return false;
        var (wasThere, formerParent) = (entry is not null, entry?.ParentId);
        if (entry is not null)
        {
            LiveTokens -= entry.LiveTokens;
            Leave(entry);
        }

        if (view.Status == WorkspaceStatus.Removed)
        {
            if (entry is not null)
            {
                _entries.Remove(view.Id);
                _byAge.Remove(entry);
                Tree.Remove(view.Id);
            }

            return false;
        }

        if (entry is null)
        {
            _entries.Add(view.Id, entry = new BoardEntry(view));
            _byAge.Add(entry);
        }
        else
        {
            entry.Take(view);
        }

        LiveTokens += entry.LiveTokens;
        Join(entry);
        Tree.Place(entry.Id, entry.ParentId);
        return wasThere && entry.ParentId != formerParent;
    }

    public bool CanCommunicate(string caller, string target) => Hierarchy.CanCommunicate(caller, target, TryGetParent);

    /// <summary>Siblings (a root's are the other roots), children, parent.</summary>
    public IEnumerable<BoardEntry> PeersOf(BoardEntry entry)
    {
        var others = ChildrenOf(entry.ParentId).Where(other => other.Id != entry.Id).Concat(ChildrenOf(entry.Id));
        return entry.ParentId is { } parent && Find(parent) is { } above ? others.Append(above) : others;
    }

    public IReadOnlyCollection<BoardEntry> ChildrenOfWorkspace(string id) => ChildrenOf(id);

    /// <summary>Parents that have children here, and the place of the roots: as many sets are held.</summary>
    public int PlaceCount => _children.Count;

    /// <summary>The way up from a workspace, nearest first; cut where the walks of the contract are.</summary>
    public IEnumerable<BoardEntry> AncestorsOf(string id)
    {
        var at = Find(id);
        for (var step = 0; step < Hierarchy.MaxSteps && at?.ParentId is { } parent && (at = Find(parent)) is not null; step++)
            yield return at;
    }

    /// <summary>Everything below a workspace, nearest first.</summary>
    public IReadOnlyList<BoardEntry> DescendantsOf(string id) => DescendantsOf(id, static _ => true);

    /// <summary>What is below a workspace and reached through those that <paramref name="counts"/> names, nearest first.</summary>
    public IReadOnlyList<BoardEntry> DescendantsOf(string id, Func<BoardEntry, bool> counts)
    {
        var found = new List<BoardEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        var open = new Queue<string>([id]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in ChildrenOfWorkspace(parent))
            {
                if (!seen.Add(child.Id) || !counts(child))
                    continue;
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Everybody that a workspace may talk to, itself included.</summary>
    public IEnumerable<string> ReachOf(BoardEntry entry)
    {
        var reach = new HashSet<string>(ChildrenOf(entry.ParentId).Select(sibling => sibling.Id), StringComparer.Ordinal) { entry.Id };
        reach.UnionWith(DescendantsOf(entry.Id).Select(below => below.Id).Where(id => CanCommunicate(entry.Id, id)));
        var above = entry;
        for (var step = 0; step < Hierarchy.MaxSteps && above.ParentId is { } parent && Find(parent) is { } next; step++)
            reach.Add((above = next).Id);
        return reach;
    }

    /// <summary>Workspaces whose parent is not on the board: it was removed while they were being put below it.</summary>
    public IEnumerable<BoardEntry> Orphans() =>
        _children.Where(place => place.Key.Length > 0 && !_entries.ContainsKey(place.Key)).SelectMany(place => place.Value);

    public bool TryGetParent(string id, out string? parent)
    {
        var entry = Find(id);
        parent = entry?.ParentId;
        return entry is not null;
    }

    IReadOnlyCollection<BoardEntry> ChildrenOf(string? parent) => _children.TryGetValue(parent ?? "", out var children) ? children : [];

    void Join(BoardEntry entry)
    {
        if (!_children.TryGetValue(entry.ParentId ?? "", out var siblings))
            _children.Add(entry.ParentId ?? "", siblings = new SortedSet<BoardEntry>(ByAge));
        siblings.Add(entry);
    }

    // Most workspaces never have children, and no parent has them for ever: a set is there as long as somebody is in it.
    void Leave(BoardEntry entry)
    {
        if (_children.TryGetValue(entry.ParentId ?? "", out var siblings) && siblings.Remove(entry) && siblings.Count == 0)
            _children.Remove(entry.ParentId ?? "");
    }
}
