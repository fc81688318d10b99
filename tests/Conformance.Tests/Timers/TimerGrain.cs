using Molecule.Conformance.Tests.Support;
using Orleans.Concurrency;

namespace Molecule.Conformance.Tests.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Starts the grain's timer, whose ticks are noted as "tick".</summary>
    Task Start(TimeSpan due, TimeSpan period, TickKind kind = TickKind.Plain, bool interleave = false, bool keepAlive = false);

    Task Change(TimeSpan due, TimeSpan period);

    Task Stop();

    Task Leave();

    Task Work(string name);

    Task<int> Ticks();

    [AlwaysInterleave]
    Task Peek();
}

/// <summary>What a tick does.</summary>
public enum TickKind
{
    Plain,

    /// <summary>Fails every time.</summary>
    Failing,

    /// <summary>Stops at the gate "tick" once.</summary>
    Waiting,

    /// <summary>Takes a minute and a half.</summary>
    Long,

    /// <summary>Waits, for ever, for its cancellation.</summary>
    Cancellable,

    /// <summary>Stops its own timer.</summary>
    Disposing,
}

[CollectionAgeLimit(Minutes = 10)]
public sealed class TimerGrain(Signals signals, TimeProvider time) : Grain, ITimerGrain
{
    IGrainTimer? _timer;
    int _ticks;
    bool _inside;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signals.Note("deactivated");
        signals.Open("deactivated");
        return Task.CompletedTask;
    }

    public Task Start(TimeSpan due, TimeSpan period, TickKind kind, bool interleave, bool keepAlive)
    {
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(TickAsync, kind, new() { DueTime = due, Period = period, Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Work(string name) => signals.PassAsync(name);

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Peek()
    {
        signals.Note("peek");
        return Task.CompletedTask;
    }

    async Task TickAsync(TickKind kind, CancellationToken cancellation)
    {
        _ticks++;
        signals.Note(_inside ? "overlap" : "tick");
        signals.Open("ticked");
        _inside = true;
        try
        {
            switch (kind)
            {
                case TickKind.Failing:
                    throw new InvalidOperationException("tick failed");
                case TickKind.Waiting:
                    await signals.PassAsync("gate");
                    break;
                case TickKind.Long:
                    await Task.Delay(TimeSpan.FromMinutes(1.5), time, CancellationToken.None);
                    break;
                case TickKind.Cancellable:
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                    break;
                case TickKind.Disposing:
                    _timer!.Dispose();
                    break;
            }
        }
        finally
        {
            _inside = false;
        }
    }
}
