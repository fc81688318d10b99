using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Embedded.CodeGeneration;
using Orleans.Embedded.Copying;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>The engine: knows the grain classes, makes references, sends calls to activations. One for each silo.</summary>
sealed class GrainEngine : IDisposable
{
    const int MaxForwards = 8;

    readonly GrainCatalog _catalog;
    volatile EngineState _state;
    Exception? _death;

    internal GrainEngine(
        IServiceProvider services, EmbeddedEngineOptions options, TimeProvider time, TurnScheduler scheduler, GrainManifestBuilder manifest,
        CopierRegistry copiers, ILogger<GrainEngine> log)
    {
        Services = services;
        Options = options;
        Time = time;
        Scheduler = scheduler;
        Copiers = copiers;
        Log = log;
        Clock = new CallClock(time);
        Sweeper = new CallSweeper(this, time);
        OneWayFailures = new OneWayFailures(log, time);
        _catalog = new GrainCatalog(this, manifest);
    }

    internal IServiceProvider Services { get; }

    internal EmbeddedEngineOptions Options { get; }

    internal TimeProvider Time { get; }

    internal TurnScheduler Scheduler { get; }

    internal CopierRegistry Copiers { get; }

    internal ILogger<GrainEngine> Log { get; }

    internal CallClock Clock { get; }

    internal CallSweeper Sweeper { get; }

    internal OneWayFailures OneWayFailures { get; }

    internal bool IsKilled => _death is not null;

    internal GrainCatalog Catalog => _catalog;

    public void Dispose()
    {
        Sweeper.Dispose();
        OneWayFailures.Dispose();
    }

    internal CopyContext NewCopy() => Copiers.NewCopy();

    internal GrainReference GetReference(GrainId id) => _catalog.GetReference(id);

    internal GrainReference GetReference(GrainId id, Type interfaceType) => _catalog.GetReference(id, interfaceType);

    /// <summary>Sends a call; false when nobody waits for its answer.</summary>
    /// <param name="reference">To whom.</param>
    /// <param name="activation">Where the last call of the reference went, which is where the next goes too as a rule.</param>
    /// <param name="request">The call.</param>
    internal bool Send(GrainReference reference, ref Activation? activation, GrainRequest request)
    {
        var options = request.Options;
        var isOneWay = (options & Orleans.CodeGeneration.InvokeMethodOptions.OneWay) != 0;
        request.SentOptions = options;
        request.Caller = isOneWay ? null : TurnContext.Request;
        try
        {
            Prepare(request);
            if (request.IsAnswered)
                return !isOneWay;
            var grainClass = reference.Shared.GrainClass;
            var target = activation;
            if (target is null || grainClass.IsStatelessWorker)
                target = grainClass.Locate(reference.Key);
            // Who calls from outside waits for this turn anyway: his thread may as well run it. Within a turn that would be a turn in a turn.
            var mayRunHere = !isOneWay && request.Caller is null && Scheduler.CallersThread is not null;
            while (!target.TryEnqueue(request, mayRunHere))
                target = grainClass.Locate(reference.Key);
            activation = target;
        }
        catch (Exception error)
        {
            if (isOneWay)
                OneWayFailures.Tell(error, reference.GrainId, request.MethodName);
            else
                request.TryFail(error);
        }
        return !isOneWay;
    }

    /// <summary>Sends a call of the engine itself.</summary>
    internal Task CallAsync(GrainId id, VoidGrainRequest request)
    {
        Prepare(request);
        Dispatch(_catalog.GetClass(id.Type), id.Key, request);
        return request.AsTask();
    }

    /// <summary>Sends a call on that its activation did not get to before it ended.</summary>
    internal void Forward(GrainRequest request)
    {
        var id = request.Target!.GrainId;
        if (_state == EngineState.Stopped || IsKilled)
            request.TryFail(NotRunning());
        else if (++request.Forwards > MaxForwards)
            request.TryFail(new OrleansMessageRejectionException($"{id} ended {MaxForwards} times before it got to a call of it."));
        else
            Dispatch(_catalog.GetClass(id.Type), id.Key, request);
    }

    internal void CollectIdle()
    {
        var now = Clock.Refresh();
        foreach (var activation in _catalog.Activations)
            activation.CollectIfIdle(now);
    }

    /// <summary>
    /// Calls from outside are refused from now on. Those under way end, and whatever they call, until all activations are over or the
    /// time is up.
    /// </summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        _state = EngineState.Stopping;
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine stops.");
        try
        {
            while (_catalog.Activations.ToArray() is { Length: > 0 } activations)
            {
                foreach (var activation in activations)
                    activation.Deactivate(reason, cancellationToken);
                await Task.WhenAll(activations.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Log.StopOverdue(_catalog.Activations.Count());
        }
        _state = EngineState.Stopped;
    }

    /// <summary>The process dies: no turn starts or goes on any more, and callers outside learn it.</summary>
    /// <param name="owner">Who dies: its own code learns nothing, because it does not run any more.</param>
    internal void Kill(object owner)
    {
        _state = EngineState.Stopped;
        _death = NotRunning();
        OneWayFailures.Dispose();
        Sweeper.Kill(_death, owner);
    }

    void Dispatch(GrainClass grainClass, IdSpan key, GrainRequest request)
    {
        try
        {
            while (!grainClass.Locate(key).TryEnqueue(request))
            {
            }
        }
        catch (Exception error)
        {
            request.TryFail(error);
        }
    }

    void Prepare(GrainRequest request)
    {
        if (_state != EngineState.Running && (_state == EngineState.Stopped || request.Caller is null))
            throw NotRunning();
        if (request.HasMutableArguments)
            request.CopyArguments(NewCopy());
        request.Context = RequestContext.Current;
        request.Activity = Activity.Current;
        request.Owner = Scheduler.CurrentOwner;
        request.Patience = request.ResponseTimeout ?? Options.ResponseTimeout;
        var token = request.CancellationToken;
        if (token.IsCancellationRequested)
            request.TryFail(new OperationCanceledException(token));
        else if (token.CanBeCanceled)
            request.LinkCancellation(token);
    }

    static SiloUnavailableException NotRunning() => new("The engine is stopped.");

    enum EngineState
    {
        Running,
        Stopping,
        Stopped,
    }
}
