using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Looks after calls that take long: ends those whose time is over and finds those that wait for each other in a circle. It knows
/// activations, not calls, and looks at intervals, so that a quick call costs nothing.
/// </summary>
sealed class CallSweeper : IDisposable
{
    internal const int IntervalMilliseconds = 100;

    readonly GrainEngine _engine;
    readonly ITimer _timer;
    readonly List<GrainRequest> _expired = [];
    readonly List<GrainRequest> _suspects = [];
    readonly Lock _lock = new();
    readonly List<Activation> _watched = [];
    readonly List<Activation> _arriving = [];
    bool _armed;

    internal CallSweeper(GrainEngine engine, TimeProvider time)
    {
        _engine = engine;
        _timer = time.CreateEngineTimer(static self => ((CallSweeper)self!).Sweep(), this);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Looks after the activation until it has no calls. Called under the activation's lock.</summary>
    internal void Watch(Activation activation)
    {
        lock (_lock)
        {
            _arriving.Add(activation);
            if (_armed)
                return;
            _armed = true;
        }
        _engine.Clock.Refresh();
        Arm();
    }

    internal void Kill(Exception error, object owner)
    {
        _timer.Dispose();
        List<Activation> all;
        lock (_lock)
            all = [.. _watched, .. _arriving];
        foreach (var activation in all)
            activation.Kill(error, owner);
    }

    void Arm() => _timer.Change(TimeSpan.FromMilliseconds(IntervalMilliseconds), Timeout.InfiniteTimeSpan);

    void Sweep()
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_engine.Scheduler.OutsideTurns);
        try
        {
            SweepActivations(_engine.Clock.Refresh());
        }
        catch (Exception error)
        {
            _engine.Log.SweepFailed(error);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
        lock (_lock)
        {
            _armed = _watched.Count + _arriving.Count > 0;
            if (!_armed)
                return;
        }
        Arm();
    }

    void SweepActivations(long now)
    {
        lock (_lock)
        {
            _watched.AddRange(_arriving);
            _arriving.Clear();
        }
        _watched.RemoveAll(activation => !activation.Sweep(now, _expired, _suspects));
        foreach (var request in _suspects)
            FailIfDeadlocked(request);
        foreach (var request in _expired)
            Expire(request);
        _suspects.Clear();
        _expired.Clear();
    }

    void Expire(GrainRequest request)
    {
        if (request is LifecycleRequest lifecycle)
        {
            lifecycle.GiveUp();
            return;
        }
        var target = request.Target!;
        Exception error = DeadlockSearch.Find(request, isCertain: false) is { } chain
            ? new GrainCallDeadlockException(chain)
            : new TimeoutException($"The call of {target.Describe(request)} was not answered within {request.Patience} ({request.Phase}).");
        if (request.TryFail(error) && request.IsOneWay)
            _engine.OneWayFailures.Tell(error, target.GrainId, request.MethodName);
        target.Abandon(request);
    }

    void FailIfDeadlocked(GrainRequest request)
    {
        if (DeadlockSearch.Find(request, isCertain: true) is not { } chain)
            return;
        _engine.Log.Deadlock(chain);
        var target = request.Target!;
        request.TryFail(new GrainCallDeadlockException(chain));
        target.Abandon(request);
    }
}
