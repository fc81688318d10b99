using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests.Grains;

/// <summary>A grain that does what a test tells it, and writes what happens into a <see cref="Journal"/>.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    Task Touch();

    [OneWay]
    Task FailUnseen();

    Task Wait(TimeSpan time);

    Task WaitFor(TimeSpan time, CancellationToken cancellationToken);

    Task CallAfter(string other, TimeSpan time);

    Task CallBack(string other);

    Task CallWithoutWaiting(string other, TimeSpan time);

    Task CallThroughOthers(string other);

    [AlwaysInterleave]
    Task TouchAnyTime();

    [ReadOnly]
    Task Read(TimeSpan time);

    [ResponseTimeout("00:00:02")]
    Task WaitImpatiently(TimeSpan time);

    Task StartTimer(TimeSpan dueTime, TimeSpan period, TimeSpan takes, bool interleave);

    Task StopTimer();

    Task SetReminder(TimeSpan dueTime, TimeSpan period);

    Task ClearReminder();

    Task Subscribe(string stream);

    Task KeepFor(TimeSpan time);

    Task End();

    Task<string?> ReadContext(string key, string? other);

    Task<bool> ReenterThrough(string other);

    Task Reenter(string back);
}
