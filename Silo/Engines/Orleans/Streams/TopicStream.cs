using Molecule.Grains;
using Orleans.Streams;

namespace Molecule.Silo.Engines.Streams;

/// <summary>One stream, as publishers and listeners see it. What is published is not changed any more: it may wait for company.</summary>
sealed class TopicStream<T>(string provider, StreamId id, IGrainFactory grains, TopicSubscriptions subscriptions) : IAsyncStream<T>
{
    readonly ITopicGrain _topic = grains.GetGrain<ITopicGrain>(id.ToString());
    Gatherer<object>? _outgoing;

    public bool IsRewindable => false;

    public string ProviderName => provider;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        if (subscriptions.GatherTime <= TimeSpan.Zero) return _topic.PublishAsync([item!]);
        var outgoing = _outgoing ?? Interlocked.CompareExchange(ref _outgoing, subscriptions.Gather(_topic), null) ?? _outgoing;
        outgoing.Add(item!);
        return Task.CompletedTask;
    }

    public async Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch) await OnNextAsync(item, token);
    }

    public Task OnErrorAsync(Exception ex) => throw EndsNever();

    public Task OnCompletedAsync() => throw EndsNever();

    public async Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) =>
        await subscriptions.AddAsync(new TopicSubscription<T>(this, _topic, observer, subscriptions));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) =>
        token is null && filterData is null
            ? SubscribeAsync(observer)
            : throw new NotSupportedException("These streams start with the present and are not filtered.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => throw NoBatches();

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) => throw NoBatches();

    /// <summary>The subscriptions of this process: none outlives its own.</summary>
    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. subscriptions.All.OfType<TopicSubscription<T>>().Where(own => own.StreamId == id)]);

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.ProviderName == provider && other.StreamId == id;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => HashCode.Combine(provider, id);

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : StreamId.CompareTo(other.StreamId);

    static NotSupportedException EndsNever() => new("These streams have no end.");

    internal static NotSupportedException NoBatches() => new("These streams hand on items one by one.");
}
