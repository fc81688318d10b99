using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Creates options.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>
    /// The time to the first tick; <see cref="Timeout.InfiniteTimeSpan"/> means that <see cref="IGrainTimer.Change"/> starts it.
    /// </summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> means one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks interleave with calls. By default a tick waits like a call, and calls wait for it.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks keep the activation from being collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
