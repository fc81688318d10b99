namespace Molecule.Grains.Delegations;

/// <summary>
/// How many delegations this process sends at once: some to each target, some in all. A target that hangs holds up its own only, and what finds no
/// room at all stays in Storage until the sweep comes back for it, so that a flood costs no memory.
/// </summary>
sealed class DelegationSlots(GrainsOptions options)
{
    // For each place of a target, so many may wait in memory.
    const int WaitersPerPlace = 2;

    readonly Lock _lock = new();
    readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    // Targets with waiters and a place of their own, while there is none in all.
    readonly Queue<Target> _held = new();
    int _running;

    /// <summary>How many are on their way.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>Takes a place; waits for one if few enough wait already.</summary>
    /// <returns>False: there is no room, come again later. True: call <see cref="Leave"/> when done.</returns>
    public Task<bool> EnterAsync(string target)
    {
        lock (_lock)
        {
            if (!_targets.TryGetValue(target, out var place))
                _targets.Add(target, place = new Target());
            if (place.Running < options.DelegationsPerTarget && _running < options.DelegationsInFlight)
            {
                place.Running++;
                _running++;
                return Task.FromResult(true);
            }

            if (place.Waiting.Count >= options.DelegationsPerTarget * WaitersPerPlace)
                return Task.FromResult(false);
            var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            place.Waiting.Enqueue(waiter);
            Hold(place);
            return waiter.Task;
        }
    }

    /// <summary>Gives a place back: to the next of the same target, or to the target that waits longest.</summary>
    public void Leave(string target)
    {
        lock (_lock)
        {
            var place = _targets[target];
            place.Running--;
            _running--;
            Hold(place);
            while (_running < options.DelegationsInFlight && _held.TryDequeue(out var next))
            {
                next.IsHeld = false;
                Admit(next);
            }

            if (place is { Running: 0, Waiting.Count: 0 })
                _targets.Remove(target);
        }
    }

    void Admit(Target place)
    {
        if (place.Running >= options.DelegationsPerTarget || !place.Waiting.TryDequeue(out var waiter))
            return;
        place.Running++;
        _running++;
        waiter.TrySetResult(true);
        Hold(place);
    }

    void Hold(Target place)
    {
        if (place.IsHeld || place.Waiting.Count == 0 || place.Running >= options.DelegationsPerTarget)
            return;
        place.IsHeld = true;
        _held.Enqueue(place);
    }

    sealed class Target
    {
        public int Running { get; set; }

        public bool IsHeld { get; set; }

        public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();
    }
}
