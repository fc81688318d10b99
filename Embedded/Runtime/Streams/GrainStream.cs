using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>A stream, by name: it costs nothing until somebody subscribes.</summary>
sealed class GrainStream<T>(string providerName, StreamId streamId, StreamHub hub) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => providerName;

    public StreamId StreamId => streamId;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        hub.Find<T>(providerName, streamId)?.Publish(item);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync()
    {
        hub.Find<T>(providerName, streamId)?.PublishEnd(null);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        hub.Find<T>(providerName, streamId)?.PublishEnd(ex);
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(
        IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (token is not null || filterData is not null)
            throw new ArgumentException("Streams here start at the present and are not filtered.");
        var subscription = hub.Subscribe(providerName, streamId, observer, TurnContext.Current as Activation);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(subscription, providerName, streamId));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var grain = TurnContext.Current?.GrainId;
        var subscriptions = hub.Find<T>(providerName, streamId)?.Subscriptions ?? [];
        return Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. subscriptions.Where(s => s.Grain == grain).Select(s => new SubscriptionHandle<T>(s, providerName, streamId))]);
    }

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == streamId && other.ProviderName == providerName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);
}
