using Orleans.CodeGeneration;
using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Engine;

partial class Activation
{
    // Guarded by lock (this).
    RequestList _waiting;
    RequestList _running;
    int _blockers;
    int _blockingWriters;
    int _waitingInterleavers;
    Dictionary<Guid, int>? _reentrantSections;

    /// <summary>The calls that wait or run; read without the lock, to choose among workers.</summary>
    internal int Load => _waiting.Count + _running.Count;

    /// <summary>Takes a call, unless this activation is over.</summary>
    /// <param name="request">The call.</param>
    /// <param name="mayRunHere">Whether its first stretch may run now, on this thread, if the activation is idle.</param>
    internal bool TryEnqueue(GrainRequest request, bool mayRunHere = false)
    {
        bool runsHere;
        lock (this)
        {
            if (_state == ActivationState.Invalid)
                return false;
            // Before any time is read: being watched sets the clock.
            KeepWatched();
            request.StartClock(Engine.Clock.Now);
            if (_state == ActivationState.Created)
                BeginActivation(request);
            if (_waiting.Count >= Engine.Options.MaxQueuedCalls)
                throw new LimitExceededException($"{GrainId} has {_waiting.Count} calls waiting, which is the limit.");
            request.Target = this;
            var mayStart = MayStart(request);
            runsHere = mayStart && mayRunHere && TryTakeThread();
            if (runsHere)
                MarkRunning(request);
            else if (mayStart)
                Admit(request);
            else
                Queue(request);
        }
        if (runsHere)
            RunHere(request);
        return true;
    }

    /// <summary>Takes a call that is for this activation only; it is dropped when the activation is ending.</summary>
    internal void EnqueueOwn(GrainRequest request)
    {
        lock (this)
        {
            request.Deadline = long.MaxValue;
            if (_state is ActivationState.Activating or ActivationState.Valid)
                TryEnqueue(request);
        }
    }

    /// <summary>The call has ended; the next may start.</summary>
    internal void Finish(GrainRequest request)
    {
        lock (this)
        {
            if (request.Phase != RequestPhase.Running)
                return;
            _running.Remove(request);
            CountBlocker(request, -1);
            request.Phase = RequestPhase.Done;
            request.Caller = null;
            if (request.CountsAsUse)
                _lastUse = Engine.Clock.Now;
            AdmitWaiting();
        }
    }

    /// <summary>Nobody waits for the call any more: it is taken out of the queue, or its token is signalled if it runs.</summary>
    internal void Abandon(GrainRequest request)
    {
        lock (this)
        {
            if (request.Target != this)
                return;
            if (request.Phase == RequestPhase.Running)
            {
                request.CancelExecution();
            }
            else if (request.Phase == RequestPhase.Waiting)
            {
                Unqueue(request, RequestPhase.Done);
                request.Caller = null;
            }
        }
    }

    /// <summary>An activation whose state was overtaken in the store has to be read afresh.</summary>
    internal void SawError(GrainRequest request, Exception error)
    {
        if (error is not InconsistentStateException { IsSourceActivation: true } conflict)
            return;
        conflict.IsSourceActivation = false;
        Engine.Log.StateConflict(GrainId, request.MethodName, error.Message);
        Deactivate(new(DeactivationReasonCode.ApplicationError, conflict, "The state was changed in the store by somebody else."));
    }

    internal void LogLateError(GrainRequest request, Exception error) => Engine.Log.LateError(error, GrainId, request.MethodName);

    internal void LogOneWayError(GrainRequest request, Exception error) => Engine.OneWayFailures.Tell(error, GrainId, request.MethodName);

    internal void EnterReentrantSection(Guid id)
    {
        lock (this)
        {
            _reentrantSections ??= [];
            _reentrantSections[id] = _reentrantSections.GetValueOrDefault(id) + 1;
            if (_state == ActivationState.Valid)
                AdmitWaiting();
        }
    }

    internal void LeaveReentrantSection(Guid id)
    {
        lock (this)
        {
            if (_reentrantSections is null || !_reentrantSections.TryGetValue(id, out var count))
                return;
            if (count > 1)
                _reentrantSections[id] = count - 1;
            else
                _reentrantSections.Remove(id);
        }
    }

    // Under the lock, as is everything below.
    bool MayStart(GrainRequest request)
    {
        if (_state != ActivationState.Valid)
            return false;
        if (_blockers == 0 || Class.IsReentrant || request.Interleaves)
            return true;
        if (request.IsReadOnly && _blockingWriters == 0)
            return true;
        if (Class.MayInterleave is { } mayInterleave && mayInterleave(GrainInstance!, request))
            return true;
        return _reentrantSections is { Count: > 0 } sections
            && RequestContext.ReentrancyIdOf(request.Context) is { } id
            && sections.ContainsKey(id);
    }

    void Admit(GrainRequest request)
    {
        MarkRunning(request);
        Enqueue(new WorkItem(request, null, null));
    }

    void MarkRunning(GrainRequest request)
    {
        request.Phase = RequestPhase.Running;
        _running.Add(request);
        CountBlocker(request, 1);
    }

    // A call that interleaves waits for nobody, and nobody waits for it.
    void CountBlocker(GrainRequest request, int change)
    {
        if (request.Interleaves)
            return;
        _blockers += change;
        if (!request.IsReadOnly)
            _blockingWriters += change;
    }

    void AdmitWaiting()
    {
        if (_state == ActivationState.Deactivating)
        {
            if (_running.Count == 0)
                BeginDeactivation();
            return;
        }
        for (var request = _waiting.First; request is not null;)
        {
            var next = request.Next;
            if (MayStart(request))
            {
                Unqueue(request, RequestPhase.None);
                Admit(request);
            }
            else if (!MayPassOthers)
            {
                return;
            }
            request = next;
        }
    }

    /// <summary>Whether a call may start although one before it has to wait.</summary>
    bool MayPassOthers =>
        _waitingInterleavers > 0
        || _reentrantSections is { Count: > 0 }
        || Class.MayInterleave is not null
        || _blockingWriters == 0;

    void Queue(GrainRequest request)
    {
        request.Phase = RequestPhase.Waiting;
        _waiting.Add(request);
        if (request.Interleaves)
            _waitingInterleavers++;
    }

    void Unqueue(GrainRequest request, RequestPhase phase)
    {
        _waiting.Remove(request);
        request.Phase = phase;
        if (request.Interleaves)
            _waitingInterleavers--;
    }
}
