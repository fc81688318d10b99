using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>
/// One subscriber: a bounded buffer, emptied one event after the other. A grain gets its events as calls, others get them outside any
/// turn. A subscriber that is slow or fails is a matter between it and its buffer.
/// </summary>
sealed class StreamSubscription<T>
{
    readonly StreamTopic<T> _topic;
    readonly Lock _lock = new();
    readonly Queue<StreamEvent<T>> _events = new();
    IAsyncObserver<T> _observer;
    Activation? _activation;
    bool _delivering;
    bool _overflowed;
    bool _ended;

    internal StreamSubscription(StreamTopic<T> topic, IAsyncObserver<T> observer, Activation? subscriber)
    {
        _topic = topic;
        _observer = observer;
        _activation = subscriber;
        Grain = subscriber?.GrainId;
    }

    internal Guid Id { get; } = Guid.NewGuid();

    /// <summary>The grain that subscribed; null for others.</summary>
    internal GrainId? Grain { get; }

    StreamHub Hub => _topic.Hub;

    string Name => Grain?.ToString() ?? _observer.GetType().Name;

    internal void Add(in StreamEvent<T> item)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (_events.Count >= Hub.Engine.Options.StreamBufferSize)
            {
                if (!_overflowed)
                    Hub.Log.SubscriberTooSlow(Name, _topic.StreamId);
                _overflowed = true;
                return;
            }
            AddGap();
            _events.Enqueue(item);
            if (_delivering)
                return;
            _delivering = true;
        }
        Hub.Engine.Scheduler.Post(static self => ((StreamSubscription<T>)self!).Deliver(), this);
    }

    internal void Resume(IAsyncObserver<T> observer, Activation? subscriber)
    {
        lock (_lock)
        {
            _observer = observer;
            _activation = subscriber;
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _ended = true;
            _events.Clear();
        }
        _topic.Unsubscribe(this);
    }

    /// <summary>
    /// Tells the observer. For a grain this is called in a turn of it, and only the activation that subscribed or resumed is told.
    /// </summary>
    internal Task TellAsync(in StreamEvent<T> item)
    {
        IAsyncObserver<T> observer;
        lock (_lock)
        {
            if (_ended)
                return Task.CompletedTask;
            if (Grain is not null && TurnContext.Current != _activation)
            {
                Hub.Log.NotResumed(Name, _topic.StreamId);
                return Task.CompletedTask;
            }
            observer = _observer;
        }
        return item.TellAsync(observer);
    }

    async void Deliver()
    {
        while (!Hub.IsStopped && TryTake(out var item))
        {
            try
            {
                if (Grain is { } grain)
                    await Hub.Engine.CallAsync(grain, new StreamDeliveryRequest<T>(this, item));
                else
                    await TellAsync(item);
            }
            catch (Exception error)
            {
                Hub.Log.SubscriberFailed(error, Name, _topic.StreamId);
            }
        }
    }

    bool TryTake(out StreamEvent<T> item)
    {
        lock (_lock)
        {
            if (_events.Count == 0)
                AddGap();
            return _delivering = _events.TryDequeue(out item);
        }
    }

    // Under the lock: the subscriber learns where items are missing.
    void AddGap()
    {
        if (!_overflowed)
            return;
        _overflowed = false;
        _events.Enqueue(StreamEvent<T>.End(new LimitExceededException("The subscriber was too slow: items of the stream were dropped.")));
    }
}
