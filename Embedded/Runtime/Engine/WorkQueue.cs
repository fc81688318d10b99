namespace Orleans.Embedded.Engine;

/// <summary>What an activation has to run, in order. Mostly that is one stretch, which takes no object of its own. A field, never copied.</summary>
struct WorkQueue
{
    // No request: there is nothing. The others come after it.
    WorkItem _first;
    Queue<WorkItem>? _others;

    public readonly bool IsEmpty => _first.Request is null;

    public void Enqueue(in WorkItem item)
    {
        if (IsEmpty)
            _first = item;
        else
            (_others ??= new()).Enqueue(item);
    }

    public bool TryDequeue(out WorkItem item)
    {
        item = _first;
        if (IsEmpty)
            return false;
        _first = default;
        _others?.TryDequeue(out _first);
        return true;
    }
}
