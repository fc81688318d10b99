using Orleans.Streams;

namespace Molecule.Silo.Engines.Streams;

/// <summary>
/// Streams without a store and without polling: what is published goes straight to the processes that listen. It may be lost with a silo, which is why
/// everything that must not be lost has a number in the log; in return there is no queue to run, fill up or clean.
/// </summary>
sealed class TopicStreamProvider(string name, IGrainFactory grains, TopicSubscriptions subscriptions) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new TopicStream<T>(name, streamId, grains, subscriptions);
}
