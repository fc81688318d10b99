namespace Molecule.Grains.Orgs;

/// <summary>
/// Places in the tree that workspaces are about to take. A claim counts like the place itself until the workspace's own state arrives, so that two
/// moves at once cannot make a cycle.
/// </summary>
sealed class PlaceClaims(Board board)
{
    // By then the sweep has brought the workspace's state to the board, if it was written.
    static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    readonly Dictionary<string, (string? Parent, long Version, DateTimeOffset At)> _claims = new(StringComparer.Ordinal);

    /// <summary>Claims a place below <paramref name="parent"/>; null: as a root.</summary>
    /// <returns>False if the parent is unknown, the workspace itself or below it, or itself being removed.</returns>
    public bool TryClaim(string id, string? parent, DateTimeOffset now)
    {
        if (parent is not null && (board.Find(parent) is null || !EndsAtRoot(id, parent)))
            return false;
        _claims[id] = (parent, board.Find(id)?.Version ?? 0, now);
        return true;
    }

    /// <summary>The workspace's state arrived.</summary>
    public void Settle(string id, long version)
    {
        if (_claims.TryGetValue(id, out var claim) && version > claim.Version)
            _claims.Remove(id);
    }

    /// <summary>Forgets claims that nobody came back for.</summary>
    public void Prune(DateTimeOffset now)
    {
        foreach (var (id, claim) in _claims)
        {
            if (now - claim.At > MaxAge)
                _claims.Remove(id);
        }
    }

    // Up from the parent, along what is and along what is claimed: never through the workspace itself, and every way ends at a root that is there.
    bool EndsAtRoot(string id, string parent)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([parent]);
        while (open.TryPop(out var at))
        {
            if (at == id)
                return false;
            if (!seen.Add(at))
                continue;
            if (!board.TryGetParent(at, out var above) && !_claims.ContainsKey(at))
                return false;
            if (above is not null)
                open.Push(above);
            if (_claims.TryGetValue(at, out var claim) && claim.Parent is not null)
                open.Push(claim.Parent);
        }

        return true;
    }
}
