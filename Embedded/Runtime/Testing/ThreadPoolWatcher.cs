using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace Orleans.Embedded.Testing;

/// <summary>
/// Sees what code of simulations queues to the thread pool, at the moment it does, through the runtime's own events. Without this a step
/// could end before the pool has started what the step queued, and nobody could tell.
/// </summary>
sealed class ThreadPoolWatcher : EventListener
{
    const string SourceName = "System.Diagnostics.Eventing.FrameworkEventSource";
    const EventKeywords ThreadPoolWork = (EventKeywords)0x12;
    const string Enqueued = "ThreadPoolEnqueueWork";
    const string Dequeued = "ThreadPoolDequeueWork";

    static readonly Lazy<ThreadPoolWatcher> Instance = new(Create);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [ThreadStatic]
    static EscapedWork? started;

    // Set by the base constructor, before field initialisers of this class would run.
    ConcurrentDictionary<long, EscapedWork>? _queued;
    volatile bool _isWatching;

    internal static ThreadPoolWatcher Shared => Instance.Value;

    /// <summary>What the pool has taken from its queue on this thread, and which has not shown itself yet.</summary>
    internal static EscapedWork? Started
    {
        get => started;
        set => started = value;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == SourceName)
            EnableEvents(eventSource, EventLevel.Verbose, ThreadPoolWork);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == Enqueued)
        {
            _isWatching = true;
            if (SimulatedProcess.Current?.Loop.Escaped is not { } escaped || !TryGetId(eventData, out var id))
                return;
            escaped.Queued();
            LazyInitializer.EnsureInitialized(ref _queued)[id] = escaped;
        }
        else if (eventData.EventName == Dequeued)
        {
            started?.Forget();
            started = null;
            if (!TryGetId(eventData, out var id) || _queued is null || !_queued.TryRemove(id, out var escaped))
                return;
            started = escaped;
            escaped.Taken();
        }
    }

    static bool TryGetId(EventWrittenEventArgs eventData, out long id)
    {
        id = eventData.Payload is [long value, ..] ? value : 0;
        return id != 0;
    }

    /// <summary>The pool looks for listeners now and then only: waits until it has found this one.</summary>
    static ThreadPoolWatcher Create()
    {
        var watcher = new ThreadPoolWatcher();
        var start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (!watcher._isWatching && Stopwatch.GetElapsedTime(start) < Patience)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => { }, null);
            spin.SpinOnce();
        }
        return watcher;
    }
}
