using Molecule.Grains;
using Molecule.Grains.Events;
using Orleans.Runtime;
using Orleans.Streams;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>The org's stream.</summary>
sealed class StreamEventSource(IClusterClient cluster) : IOrgEventSource
{
    public async Task<IAsyncDisposable> SubscribeAsync(string org, Action<OrgEvent> receive, Action missed)
    {
        var stream = cluster.GetStreamProvider(StorageNames.Events).GetStream<OrgEvent>(StreamId.Create(StorageNames.OrgEvents, org));
        return new Subscription(await stream.SubscribeAsync(new Observer(receive, missed)));
    }

    sealed class Observer(Action<OrgEvent> receive, Action missed) : IAsyncObserver<OrgEvent>
    {
        public Task OnNextAsync(OrgEvent item, StreamSequenceToken? token = null)
        {
            receive(item);
            return Task.CompletedTask;
        }

        // What was lost with it is read from the log.
        public Task OnErrorAsync(Exception ex)
        {
            missed();
            return Task.CompletedTask;
        }
    }

    sealed class Subscription(StreamSubscriptionHandle<OrgEvent> handle) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await handle.UnsubscribeAsync();
    }
}
