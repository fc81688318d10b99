namespace Molecule.Grains.Delegations;

/// <summary>
/// How many delegations this process sends at once: some to each target, some in all. A target that hangs holds up its own only, and what finds no
/// room at all stays in Storage until the sweep comes back for it, so that a flood costs no memory. Accepting goes before sending: what is accepted is
/// safe, while sending costs more, and could otherwise keep others from being accepted.
/// </summary>
sealed class DelegationSlots : IDisposable
{
    // For each place of a target, so many may wait in memory.
    const int WaitersPerPlace = 2;

    // So many acceptances on their way at once are a flood. It is over when none came for a moment, or so many came in a row that were fewer at once. In it
    // one delegation is sent for so many that are accepted.
    const int Flood = 16;
    const int Calm = 256;
    const int AcceptedForOne = 4;
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    readonly Lock _lock = new();
    readonly GrainsOptions _options;
    readonly ITimer _moment;
    readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    // Targets with waiters and a place of their own, while there is none in all.
    readonly Queue<Target> _held = new();
    int _running;
    int _accepting;
    int _accepted;
    int _calm;
    bool _isFlooded;

    public DelegationSlots(GrainsOptions options, TimeProvider time)
    {
        _options = options;
        _moment = time.CreateTimer(static slots => ((DelegationSlots)slots!).EndFlood(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many are on their way.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>An acceptance is on its way to Storage. Call <see cref="EndAcceptance"/> when it is there.</summary>
    public void BeginAcceptance()
    {
        lock (_lock)
        {
            if (++_accepting >= Flood)
                (_isFlooded, _calm) = (true, 0);
        }
    }

    /// <summary>It is there, or failed.</summary>
    public void EndAcceptance()
    {
        lock (_lock)
        {
            _accepting--;
            _isFlooded &= ++_calm < Calm;
            _accepted = _isFlooded ? Math.Min(_accepted + 1, AcceptedForOne * Flood) : 0;
            AdmitHeld();
            // One commit ends many at once, and the next are on their way in no time.
            if (_isFlooded && _accepting == 0)
                _moment.Change(Moment, Timeout.InfiniteTimeSpan);
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
            if (place.Running < _options.DelegationsPerTarget && HasRoom)
            {
                Take(place);
                return Task.FromResult(true);
            }

            if (place.Waiting.Count >= _options.DelegationsPerTarget * WaitersPerPlace)
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
            AdmitHeld();
            if (place is { Running: 0, Waiting.Count: 0 })
                _targets.Remove(target);
        }
    }

    public void Dispose() => _moment.Dispose();

    void EndFlood()
    {
        lock (_lock)
        {
            if (_accepting > 0)
                return;
            (_isFlooded, _accepted) = (false, 0);
            AdmitHeld();
        }
    }

    // Under the lock, as is everything below.
    bool HasRoom => _running < _options.DelegationsInFlight && (!_isFlooded || _accepted >= AcceptedForOne);

    void Take(Target place)
    {
        place.Running++;
        _running++;
        if (_isFlooded)
            _accepted -= AcceptedForOne;
    }

    void AdmitHeld()
    {
        while (HasRoom && _held.TryDequeue(out var next))
        {
            next.IsHeld = false;
            Admit(next);
        }
    }

    void Admit(Target place)
    {
        if (place.Running >= _options.DelegationsPerTarget || !place.Waiting.TryDequeue(out var waiter))
            return;
        Take(place);
        waiter.TrySetResult(true);
        Hold(place);
    }

    void Hold(Target place)
    {
        if (place.IsHeld || place.Waiting.Count == 0 || place.Running >= _options.DelegationsPerTarget)
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
