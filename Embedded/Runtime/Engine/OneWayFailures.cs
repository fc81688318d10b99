using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Tells of one-way calls that failed, which only the log can learn. The first one is told at once and in full, those that fail in the same way soon after are counted:
/// where thousands fail together, because a grain or a store is overloaded, so much to log would keep it overloaded and bury everything else.
/// </summary>
sealed class OneWayFailures : IDisposable
{
    static readonly TimeSpan CountingTime = TimeSpan.FromSeconds(10);

    readonly ILogger<GrainEngine> _log;
    readonly ITimer _timer;
    // As many as there are one-way methods, and ways to fail.
    readonly Dictionary<Kind, int> _repeats = [];

    internal OneWayFailures(ILogger<GrainEngine> log, TimeProvider time)
    {
        _log = log;
        _timer = time.CreateEngineTimer(static self => ((OneWayFailures)self!).TellCounts(), this);
    }

    public void Dispose()
    {
        _timer.Dispose();
        TellCounts();
    }

    internal void Tell(Exception error, GrainId grain, string method)
    {
        lock (_repeats)
        {
            ref var repeats = ref CollectionsMarshal.GetValueRefOrAddDefault(_repeats, new(grain.Type, method, error.GetType()), out var isKnown);
            if (isKnown)
            {
                repeats++;
                return;
            }
            if (_repeats.Count == 1)
                _timer.Change(CountingTime, Timeout.InfiniteTimeSpan);
        }
        _log.OneWayError(error, grain, method);
    }

    void TellCounts()
    {
        KeyValuePair<Kind, int>[] counts;
        lock (_repeats)
        {
            counts = [.. _repeats];
            _repeats.Clear();
        }
        foreach (var (kind, repeats) in counts)
        {
            if (repeats > 0)
                _log.OneWayErrors(repeats, kind.Method, kind.Grain, kind.Error.Name);
        }
    }

    readonly record struct Kind(GrainType Grain, string Method, Type Error);
}
