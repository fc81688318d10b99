using System.Diagnostics;
using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

partial class Activation : IThreadPoolWorkItem
{
    /// <summary>After so many stretches an activation lets others have the thread.</summary>
    const int StretchesPerSchedule = 64;

    // Guarded by lock (this): the stretches that may run now, and whether the scheduler knows of them.
    WorkQueue _work;
    bool _scheduled;

    void IThreadPoolWorkItem.Execute() => RunTurns(StretchesPerSchedule);

    /// <summary>Runs stretches of turns, one after the other, until there are no more or <paramref name="limit"/> have run.</summary>
    internal void RunTurns(int limit)
    {
        var outside = SynchronizationContext.Current;
        var outsideContext = ExecutionContext.Capture()!;
        while (TryTakeWork(out var item))
        {
            SynchronizationContext.SetSynchronizationContext(item.Request);
            Run(item);
            // What a call sets in its context is nobody else's.
            ExecutionContext.Restore(outsideContext);
            if (--limit > 0)
                continue;
            RescheduleIfNeeded();
            break;
        }
        SynchronizationContext.SetSynchronizationContext(outside);
    }

    /// <summary>Runs the first stretch of a call on its caller's thread. What else there is to run, the scheduler gets.</summary>
    void RunHere(GrainRequest request)
    {
        // Nothing that hangs on the caller's thread is the grain's business, and the other way round.
        ExecutionContext.Run(
            Engine.Scheduler.CallersThread!,
            static state =>
            {
                var request = (GrainRequest)state!;
                SynchronizationContext.SetSynchronizationContext(request);
                request.Target!.Run(new WorkItem(request, null, null));
            },
            request);
        RescheduleIfNeeded();
    }

    /// <summary>Queues a continuation of a call that runs here.</summary>
    internal void Continue(GrainRequest request, SendOrPostCallback callback, object? state)
    {
        lock (this)
            Enqueue(new WorkItem(request, callback, state));
    }

    void Run(in WorkItem item)
    {
        try
        {
            if (item.Callback is not null)
                item.Callback(item.State);
            else
                Start(item.Request);
        }
        catch (Exception error)
        {
            // Only async void methods and continuations of the engine's own get here.
            Engine.Log.TurnFailed(error, GrainId, item.Request.MethodName);
        }
    }

    void Start(GrainRequest request)
    {
        if (request.IsAnswered)
        {
            // Its caller gave up in the meantime.
            Finish(request);
            return;
        }
        if (GrainInstance is null && request is not LifecycleRequest)
        {
            Finish(request);
            Engine.Forward(request);
            return;
        }
        if (request.Context is not null)
            RequestContext.Current = request.Context;
        // One that has ended, as that of a call nobody waited for, would be refused with an exception.
        if (request.Activity is { IsStopped: false } activity)
            Activity.Current = activity;
        request.Start(GrainInstance!);
    }

    // Under the lock.
    void Enqueue(in WorkItem item)
    {
        if (Engine.IsKilled)
            return;
        _work.Enqueue(item);
        if (_scheduled)
            return;
        _scheduled = true;
        Engine.Scheduler.Schedule(this);
    }

    // Under the lock: nobody runs turns here, and the caller's thread may.
    bool TryTakeThread() => !_scheduled && !Engine.IsKilled && (_scheduled = true);

    bool TryTakeWork(out WorkItem item)
    {
        lock (this)
        {
            if (!Engine.IsKilled && _work.TryDequeue(out item))
                return true;
            item = default;
            return _scheduled = false;
        }
    }

    void RescheduleIfNeeded()
    {
        lock (this)
        {
            _scheduled = !_work.IsEmpty && !Engine.IsKilled;
            if (_scheduled)
                Engine.Scheduler.Schedule(this);
        }
    }
}
