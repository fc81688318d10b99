using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>The streams that have subscribers.</summary>
sealed class StreamHub(GrainEngine engine, ILogger<StreamHub> log)
{
    readonly ConcurrentDictionary<(string Provider, StreamId Id, Type Item), object> _topics = new();
    volatile bool _stopped;

    internal GrainEngine Engine => engine;

    internal ILogger<StreamHub> Log => log;

    internal bool IsStopped => _stopped || engine.IsKilled;

    internal StreamTopic<T>? Find<T>(string provider, StreamId id) =>
        _topics.TryGetValue((provider, id, typeof(T)), out var topic) ? (StreamTopic<T>)topic : null;

    internal StreamSubscription<T> Subscribe<T>(string provider, StreamId id, IAsyncObserver<T> observer, Activation? subscriber)
    {
        var key = (provider, id, typeof(T));
        while (true)
        {
            var topic = (StreamTopic<T>)_topics.GetOrAdd(key, static (key, hub) => new StreamTopic<T>(hub, key), this);
            if (topic.TrySubscribe(observer, subscriber) is { } subscription)
                return subscription;
            // Its last subscriber has just left it.
            _topics.TryRemove(new(key, topic));
        }
    }

    internal void Remove((string, StreamId, Type) key, object topic) => _topics.TryRemove(new(key, topic));

    internal void Stop() => _stopped = true;
}
