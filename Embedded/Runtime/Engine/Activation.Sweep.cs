using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

partial class Activation
{
    // Guarded by lock (this).
    bool _watched;
    long _lastUse;
    long _endDeadline;
    long _keepUntil;

    internal void DelayDeactivation(TimeSpan time)
    {
        var now = Engine.Clock.Refresh();
        lock (this)
        {
            _keepUntil = time <= TimeSpan.Zero ? 0
                : time == TimeSpan.MaxValue ? long.MaxValue
                : now + (long)time.TotalMilliseconds;
        }
    }

    /// <summary>Ends the activation if it has been idle for its age limit.</summary>
    internal void CollectIfIdle(long now)
    {
        lock (this)
        {
            if (_state != ActivationState.Valid || Load > 0 || !_work.IsEmpty || _keepUntil > now)
                return;
            if (Class.AgeLimit is not { } limit || now - _lastUse < (long)limit.TotalMilliseconds)
                return;
        }
        Deactivate(new(DeactivationReasonCode.ActivationIdle, "It was idle for its age limit."));
    }

    /// <summary>Ends waits whose time is over. False when there is nothing left to look after.</summary>
    internal bool Sweep(long now, List<GrainRequest> expired, List<GrainRequest> suspects)
    {
        lock (this)
        {
            for (var request = _waiting.First; request is not null; request = request.Next)
            {
                if (now >= request.Deadline)
                    expired.Add(request);
                else if (request.Caller is not null && IsTimeToSuspect(now - request.SentAt))
                    suspects.Add(request);
            }
            for (var request = _running.First; request is not null; request = request.Next)
            {
                // Nobody waits for one that is one way: it may take as long as it likes.
                if (now >= request.Deadline && (request is LifecycleRequest || (!request.IsAnswered && !request.IsOneWay)))
                    expired.Add(request);
            }
            if (_state == ActivationState.Deactivating && !_endBegun && now >= _endDeadline)
            {
                Engine.Log.DeactivationOverdue(GrainId, _running.Count);
                _endDeadline = now + (long)Engine.Options.DeactivationTimeout.TotalMilliseconds;
                BeginDeactivation();
            }
            return _watched = Load > 0;
        }
    }

    /// <summary>OnDeactivateAsync does not end: the activation ends without it.</summary>
    internal void AbandonDeactivation()
    {
        Engine.Log.DeactivationOverdue(GrainId, 1);
        End(Engine.Forward);
    }

    /// <summary>The process has died: everybody outside learns it, nothing runs any more.</summary>
    internal void Kill(Exception error, object owner)
    {
        List<GrainRequest> pending = [];
        lock (this)
        {
            _state = ActivationState.Invalid;
            _work = default;
            for (var request = _waiting.First; request is not null; request = request.Next)
                pending.Add(request);
            for (var request = _running.First; request is not null; request = request.Next)
                pending.Add(request);
        }
        foreach (var request in pending.Where(request => request.Owner != owner))
            request.TryFail(error);
    }

    internal (GrainRequest[] Running, GrainRequest[] Waiting) Snapshot()
    {
        lock (this)
            return (ToArray(_running), ToArray(_waiting));
    }

    static GrainRequest[] ToArray(RequestList list)
    {
        var requests = new GrainRequest[list.Count];
        var index = 0;
        for (var request = list.First; request is not null; request = request.Next)
            requests[index++] = request;
        return requests;
    }

    // Under the lock.
    void KeepWatched()
    {
        if (_watched)
            return;
        _watched = true;
        Engine.Sweeper.Watch(this);
    }

    // After one sweep, two, four, eight …: looking for circles costs, and nearly always there is none.
    static bool IsTimeToSuspect(long waited)
    {
        var sweeps = waited / CallSweeper.IntervalMilliseconds;
        return sweeps > 0 && (sweeps & (sweeps - 1)) == 0;
    }
}
