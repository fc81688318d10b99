using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>
/// A timer whose ticks are calls of its activation. The clock is set again after each tick, so that ticks do not overlap.
/// </summary>
sealed class GrainTimer<TState> : GrainTimer
{
    readonly Func<TState, CancellationToken, Task> _callback;
    readonly TState _state;

    internal GrainTimer(
        Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
        : base(activation, options)
    {
        _callback = callback;
        _state = state;
        Change(options.DueTime, options.Period);
    }

    internal override Task TickAsync(CancellationToken cancellationToken) => _callback(_state, cancellationToken);
}

/// <summary>The part of a timer that does not depend on the type of its state.</summary>
abstract class GrainTimer : IGrainTimer
{
    static readonly TimeSpan LeastPeriod = TimeSpan.FromMilliseconds(1);
    static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    readonly Activation _activation;
    readonly ITimer _clock;
    readonly CancellationTokenSource _stopped = new();
    readonly Lock _lock = new();
    TimeSpan _period;
    bool _ticking;
    bool _changed;
    bool _overdue;

    private protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        _activation = activation;
        Interleave = options.Interleave;
        KeepAlive = options.KeepAlive;
        _clock = activation.Engine.Time.CreateEngineTimer(static self => ((GrainTimer)self!).Due(), this);
        activation.Attach(this);
    }

    internal bool Interleave { get; }

    internal bool KeepAlive { get; }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        lock (_lock)
        {
            if (_stopped.IsCancellationRequested)
                return;
            _period = period != Timeout.InfiniteTimeSpan && period < LeastPeriod ? LeastPeriod : period;
            // A tick that runs sets the clock when it ends, unless this was said in the meantime.
            _changed = true;
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopped.IsCancellationRequested)
                return;
            _clock.Dispose();
        }
        _stopped.Cancel();
        _activation.Detach(this);
    }

    internal abstract Task TickAsync(CancellationToken cancellationToken);

    internal async Task RunTickAsync()
    {
        try
        {
            if (!_stopped.IsCancellationRequested)
                await TickAsync(_stopped.Token);
        }
        catch (Exception error) when (!_stopped.IsCancellationRequested || error is not OperationCanceledException)
        {
            _activation.Engine.Log.TimerFailed(error, _activation.GrainId);
            _activation.SawError(TurnContext.Request!, error);
        }
        catch (OperationCanceledException)
        {
            // The timer was stopped, and the callback obeyed.
        }
        lock (_lock)
        {
            _ticking = false;
            if (!_stopped.IsCancellationRequested && (_overdue || !_changed))
                _clock.Change(_overdue ? TimeSpan.Zero : _period, Timeout.InfiniteTimeSpan);
            _overdue = false;
        }
    }

    void Due()
    {
        lock (_lock)
        {
            if (_stopped.IsCancellationRequested)
                return;
            if (_ticking)
            {
                // Change asked for a tick while one runs: it comes when that one has ended.
                _overdue = true;
                return;
            }
            _ticking = true;
            _changed = false;
        }
        _activation.EnqueueOwn(new TimerTickRequest(this));
    }

    static void Validate(TimeSpan time, string name)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestTime, name);
    }
}
