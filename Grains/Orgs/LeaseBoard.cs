namespace Molecule.Grains.Orgs;

/// <summary>
/// The leases of an org, ordered by time. Renewing writes one field; an entry moves in the queue only when its old end comes up, so that a lease
/// costs one queue operation a lease period, however often it is renewed.
/// </summary>
sealed class LeaseBoard
{
    readonly Dictionary<string, Node> _leases = new(StringComparer.Ordinal);
    readonly PriorityQueue<Node, (DateTimeOffset, long)> _queue = new();
    long _order;

    public int Count => _leases.Count;

    /// <summary>When a lease ends, or null: there is none.</summary>
    public DateTimeOffset? EndOf(string id) => _leases.TryGetValue(id, out var node) ? node.End : null;

    /// <summary>Makes a lease end at <paramref name="end"/>.</summary>
    public void Renew(string id, DateTimeOffset end)
    {
        if (!_leases.TryGetValue(id, out var node))
            _leases.Add(id, node = new Node(id));
        node.End = end;
        if (node.QueuedAt is null || end < node.QueuedAt)
            Enqueue(node);
    }

    /// <summary>Ends a lease without notice.</summary>
    public void Drop(string id)
    {
        if (_leases.Remove(id, out var node))
            node.QueuedAt = null;
    }

    /// <summary>Takes leases out that are over, the oldest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> TakeExpired(DateTimeOffset now, int limit)
    {
        var expired = new List<string>();
        while (expired.Count < limit && _queue.TryPeek(out var node, out var priority) && priority.Item1 <= now)
        {
            _queue.Dequeue();
            if (node.QueuedAt != priority.Item1)
                continue; // Dropped, or queued again for an earlier end.
            if (node.End > now)
            {
                Enqueue(node);
                continue;
            }

            node.QueuedAt = null;
            _leases.Remove(node.Id);
            expired.Add(node.Id);
        }

        return expired;
    }

    void Enqueue(Node node)
    {
        node.QueuedAt = node.End;
        _queue.Enqueue(node, (node.End, _order++));
    }

    sealed class Node(string id)
    {
        public string Id => id;

        public DateTimeOffset End { get; set; }

        public DateTimeOffset? QueuedAt { get; set; }
    }
}
