using Orleans.Streams;

namespace Molecule.Silo.Engines.Streams;

/// <summary>A subscription as whoever renews it sees it.</summary>
interface ITopicSubscription
{
    /// <summary>Joins the listeners; a process that is not known there any more is told so.</summary>
    Task RenewAsync();
}

/// <summary>One subscription of this process.</summary>
sealed class TopicSubscription<T>(TopicStream<T> stream, ITopicGrain topic, IAsyncObserver<T> observer, TopicSubscriptions owner)
    : StreamSubscriptionHandle<T>, ITopicSubscription, ITopicListener
{
    ITopicListener? _reference;
    bool _joined;

    public override StreamId StreamId => stream.StreamId;

    public override string ProviderName => stream.ProviderName;

    public override Guid HandleId { get; } = Guid.NewGuid();

    public async Task ReceiveAsync(IReadOnlyList<object> items)
    {
        foreach (var item in items)
        {
            try
            {
                await observer.OnNextAsync((T)item);
            }
            catch (Exception fault)
            {
                // It gets the next one all the same: what came together must not be lost together.
                owner.TellFailed(fault);
            }
        }
    }

    public async Task RenewAsync()
    {
        _reference ??= owner.Grains.CreateObjectReference<ITopicListener>(this);
        var isNew = await topic.JoinAsync(_reference);
        if (isNew && _joined) await observer.OnErrorAsync(new TopicMovedException(StreamId));
        _joined = true;
    }

    public override async Task UnsubscribeAsync()
    {
        owner.Remove(this);
        if (_reference is not { } reference) return;
        await topic.LeaveAsync(reference);
        owner.Grains.DeleteObjectReference<ITopicListener>(reference);
    }

    public override async Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> next, StreamSequenceToken? token = null)
    {
        await UnsubscribeAsync();
        return await stream.SubscribeAsync(next);
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> next, StreamSequenceToken? token = null) =>
        throw TopicStream<T>.NoBatches();

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();
}
