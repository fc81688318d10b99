using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

partial class Activation
{
    readonly StatelessPool? _pool;

    // Guarded by lock (this).
    ActivationState _state;
    DeactivationReason? _endReason;
    DeactivateRequest? _ending;
    bool _endBegun;
    TaskCompletionSource? _deactivated;
    List<IDisposable>? _resources;

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                if (_state == ActivationState.Invalid)
                    return Task.CompletedTask;
                // Completed under a context that is not the default one, so that nobody's code runs inside; what Task.WhenAll attaches,
                // which would go to the thread pool if told to run asynchronously, stays in the simulation.
                _deactivated ??= new TaskCompletionSource();
                return _deactivated.Task;
            }
        }
    }

    internal bool IsValid => _state is ActivationState.Created or ActivationState.Activating or ActivationState.Valid;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (this)
        {
            if (_endReason is not null || _state is ActivationState.Created or ActivationState.Invalid)
                return;
            _endReason = deactivationReason;
            if (_state == ActivationState.Valid)
                StopTakingCalls();
        }
    }

    /// <summary>Has something disposed of when the activation ends. It must not take locks of the engine.</summary>
    internal void Attach(IDisposable resource)
    {
        lock (this)
            (_resources ??= []).Add(resource);
    }

    internal void Detach(IDisposable resource)
    {
        lock (this)
            _resources?.Remove(resource);
    }

    // Under the lock.
    void BeginActivation(GrainRequest cause)
    {
        _state = ActivationState.Activating;
        var request = new ActivateRequest { Target = this, Context = cause.Context, Activity = cause.Activity };
        request.SentAt = Engine.Clock.Now;
        request.Deadline = request.SentAt + (long)Engine.Options.ActivationTimeout.TotalMilliseconds;
        Admit(request);
    }

    // Under the lock.
    void StopTakingCalls()
    {
        _state = ActivationState.Deactivating;
        KeepWatched();
        _endDeadline = Engine.Clock.Now + (long)Engine.Options.DeactivationTimeout.TotalMilliseconds;
        _ending = new DeactivateRequest { Target = this, SentAt = Engine.Clock.Now };
        // Timers stop at once, not when the last call has ended: a tick may be what everybody waits for.
        Enqueue(new WorkItem(_ending, static self => ((Activation)self!).DisposeResources(), this));
        if (_running.Count == 0)
            BeginDeactivation();
    }

    // Under the lock.
    void BeginDeactivation()
    {
        if (_endBegun)
            return;
        _endBegun = true;
        _ending!.Deadline = _endDeadline;
        Admit(_ending);
    }

    /// <summary>Makes the grain, reads its state, calls OnActivateAsync. Runs in turns of its own before all calls.</summary>
    internal async Task ActivateAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            var grain = Class.CreateGrain(this);
            GrainInstance = grain;
            if (_lifecycle is not null)
                await _lifecycle.StartAsync(GrainLifecycleStage.First, GrainLifecycleStage.Activate, cancellationToken);
            await ((IGrainBase)grain).OnActivateAsync(cancellationToken);
            if (_lifecycle is not null)
                await _lifecycle.StartAsync(GrainLifecycleStage.Activate, GrainLifecycleStage.Last, cancellationToken);
        }
        catch (Exception error)
        {
            failure = error;
        }
        EndActivation(failure);
    }

    internal void EndActivation(Exception? failure)
    {
        lock (this)
        {
            if (_state != ActivationState.Activating)
                return;
            if (failure is null)
            {
                _state = ActivationState.Valid;
                _lastUse = Engine.Clock.Now;
                if (_endReason is not null)
                    StopTakingCalls();
                // The waiting calls are admitted when the activating request finishes.
                return;
            }
        }
        Engine.Log.ActivationFailed(failure, GrainId);
        End(request => request.TryFail(failure));
    }

    /// <summary>Calls OnDeactivateAsync. Runs in turns of its own after all calls.</summary>
    internal async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        var reason = _endReason!.Value;
        try
        {
            if (_lifecycle is not null)
                await _lifecycle.StopAsync(GrainLifecycleStage.Activate, GrainLifecycleStage.Last, cancellationToken);
            await ((IGrainBase)GrainInstance!).OnDeactivateAsync(reason, cancellationToken);
            if (_lifecycle is not null)
                await _lifecycle.StopAsync(GrainLifecycleStage.First, GrainLifecycleStage.Activate, cancellationToken);
        }
        catch (Exception error)
        {
            Engine.Log.DeactivationFailed(error, GrainId);
        }
        await DisposeGrainAsync();
        End(Engine.Forward);
    }

    async ValueTask DisposeGrainAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
        }
        catch (Exception error)
        {
            Engine.Log.DeactivationFailed(error, GrainId);
        }
    }

    /// <summary>The activation is over: it leaves the directory, and its waiting calls go elsewhere.</summary>
    void End(Action<GrainRequest> dispatch)
    {
        RequestList left;
        lock (this)
        {
            if (_state == ActivationState.Invalid)
                return;
            _state = ActivationState.Invalid;
            left = _waiting;
            _waiting = default;
            GrainInstance = null;
            // References may remember this activation for long; what it held is free at once.
            _lifecycle = null;
            _components = null;
        }
        Class.Remove(_key, this, _pool);
        DisposeResources();
        while (left.First is { } request)
        {
            left.Remove(request);
            request.Phase = RequestPhase.None;
            if (request.StaysHere)
                continue;
            dispatch(request);
        }
        _deactivated?.TrySetResult();
    }

    void DisposeResources()
    {
        List<IDisposable>? resources;
        lock (this)
            (resources, _resources) = (_resources, null);
        foreach (var resource in resources ?? [])
            resource.Dispose();
    }
}
