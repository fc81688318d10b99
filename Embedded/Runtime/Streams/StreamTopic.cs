using System.Collections.Immutable;
using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream with subscribers: numbers the items and hands each subscriber a copy of its own.</summary>
sealed class StreamTopic<T>(StreamHub hub, (string Provider, StreamId Id, Type Item) key)
{
    readonly Lock _lock = new();
    ImmutableArray<StreamSubscription<T>> _subscriptions = [];
    long _count;
    bool _closed;

    internal StreamHub Hub => hub;

    internal StreamId StreamId => key.Id;

    internal ImmutableArray<StreamSubscription<T>> Subscriptions
    {
        get
        {
            lock (_lock)
                return _subscriptions;
        }
    }

    internal void Publish(T item)
    {
        lock (_lock)
        {
            var position = new StreamPosition(_count++);
            foreach (var subscription in _subscriptions)
                subscription.Add(StreamEvent<T>.Next(Copy(item), position));
        }
    }

    internal void PublishEnd(Exception? error)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
                subscription.Add(StreamEvent<T>.End(error));
        }
    }

    /// <summary>Null when the topic has been left by all and is no longer in use.</summary>
    internal StreamSubscription<T>? TrySubscribe(IAsyncObserver<T> observer, Activation? subscriber)
    {
        var subscription = new StreamSubscription<T>(this, observer, subscriber);
        lock (_lock)
        {
            if (_closed)
                return null;
            _subscriptions = _subscriptions.Add(subscription);
        }
        return subscription;
    }

    internal void Unsubscribe(StreamSubscription<T> subscription)
    {
        lock (_lock)
        {
            _subscriptions = _subscriptions.Remove(subscription);
            _closed = _subscriptions.IsEmpty;
        }
        if (_closed)
            hub.Remove(key, this);
    }

    T Copy(T item) => hub.Engine.NewCopy().Copy(item);
}
