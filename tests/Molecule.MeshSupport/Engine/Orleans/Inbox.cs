namespace Molecule.MeshSupport;

/// <summary>What the loop of a test has to do: errands, which silos wait for, and the next steps of the test itself.</summary>
sealed class Inbox
{
    readonly Lock _lock = new();
    readonly Queue<Action> _errands = [];
    readonly Queue<Action> _steps = [];
    readonly SemaphoreSlim _arrivals = new(0);

    public void AddErrand(Action errand) => Add(_errands, errand);

    public void AddStep(Action step) => Add(_steps, step);

    public Action? TakeErrand() => Take(_errands);

    public Action? TakeStep() => Take(_steps);

    /// <summary>Waits, in real time, until there is something to do.</summary>
    /// <returns>False when there was nothing for so long.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit)
    {
        if (!await _arrivals.WaitAsync(limit))
            return false;
        // Whatever arrives counts until it is taken.
        _arrivals.Release();
        return true;
    }

    void Add(Queue<Action> queue, Action action)
    {
        lock (_lock)
        {
            queue.Enqueue(action);
            _arrivals.Release();
        }
    }

    Action? Take(Queue<Action> queue)
    {
        lock (_lock)
        {
            if (!queue.TryDequeue(out var action))
                return null;
            _arrivals.Wait(0);
            return action;
        }
    }
}
