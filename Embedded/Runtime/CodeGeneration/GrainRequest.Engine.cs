using System.Diagnostics;
using Orleans.CodeGeneration;
using Orleans.Embedded.Engine;

namespace Orleans.Embedded.CodeGeneration;

// The engine's half: a call is a node of its activation's queue, the synchronisation context of its own turns, and the source of its
// answer. It is one object because a call must cost little.
public abstract partial class GrainRequest
{
    const int NotAnswered = 0;
    const int Answered = 1;

    int _answered;
    CallCancellation? _cancellation;

    // Guarded by the lock of Target.
    internal GrainRequest? Next;
    internal GrainRequest? Previous;
    internal RequestPhase Phase;

    /// <summary>Where the call waits or runs; changes only when it is forwarded.</summary>
    internal Activation? Target;

    /// <summary>The call in whose turn this one was made; null for calls from outside and for calls that nobody waits for.</summary>
    internal GrainRequest? Caller;

    /// <summary>What travels with the call.</summary>
    internal Dictionary<string, object>? Context;

    internal Activity? Activity;

    /// <summary>Whose code made the call; see <see cref="TurnScheduler.CurrentOwner"/>.</summary>
    internal object? Owner;

    /// <summary>When the caller gives up, in milliseconds of <see cref="CallClock"/>.</summary>
    internal long Deadline;

    internal long SentAt;

    internal TimeSpan Patience;

    internal InvokeMethodOptions SentOptions;

    internal byte Forwards;

    internal bool IsOneWay => (SentOptions & InvokeMethodOptions.OneWay) != 0;

    internal bool IsReadOnly => (SentOptions & InvokeMethodOptions.ReadOnly) != 0;

    internal bool IsAnswered => Volatile.Read(ref _answered) != NotAnswered;

    /// <summary>Whether the engine's own calls wait for nothing: a tick that interleaves, a delivery.</summary>
    internal virtual bool Interleaves => (SentOptions & InvokeMethodOptions.AlwaysInterleave) != 0;

    /// <summary>Whether the call keeps its activation from being collected as idle.</summary>
    internal virtual bool CountsAsUse => true;

    /// <summary>Whether the call is for one activation only, so that it ends with it instead of being forwarded.</summary>
    internal virtual bool StaysHere => false;

    /// <summary>What is called when the answer is there; null while nobody awaits it.</summary>
    internal abstract object? Awaiter { get; }

    /// <summary>Calls the grain. Runs in the first turn of the call.</summary>
    internal abstract void Start(object grain);

    /// <summary>Answers with an error, if the call is not answered yet.</summary>
    internal abstract bool TryFail(Exception error);

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => Target!.Continue(this, d, state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>The call has reached its first activation; forwarding gives it no more time.</summary>
    internal void StartClock(long now)
    {
        if (SentAt == 0)
            SentAt = now;
        // The clock may be behind by one sweep, and nobody's time should be cut short.
        if (Deadline == 0)
            Deadline = SentAt + (long)Patience.TotalMilliseconds + CallSweeper.IntervalMilliseconds;
    }

    internal void LinkCancellation(CancellationToken callerToken)
    {
        _cancellation = new CallCancellation(this, callerToken);
        CancellationToken = _cancellation.Token;
        _cancellation.Watch();
    }

    /// <summary>Signals the grain's token, in the grain's turn.</summary>
    internal void CancelExecution() => _cancellation?.Cancel();

    internal void CallerCancelled(CancellationToken callerToken)
    {
        TryFail(new OperationCanceledException(callerToken));
        Target?.Abandon(this);
    }

    /// <summary>True for the one who may answer.</summary>
    private protected bool TryAnswer()
    {
        if (Interlocked.CompareExchange(ref _answered, Answered, NotAnswered) != NotAnswered)
            return false;
        _cancellation?.StopWatching();
        return true;
    }

    private protected void Fail(Exception error)
    {
        var target = Target!;
        target.SawError(this, error);
        if (!TryFail(error))
            target.LogLateError(this, error);
        else if (IsOneWay)
            target.LogOneWayError(this, error);
    }
}
