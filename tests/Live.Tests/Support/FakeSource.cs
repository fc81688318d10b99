using System.Collections.Concurrent;
using Molecule.Gateway.Live.Feeds;
using Molecule.Grains.Events;

namespace Molecule.Live.Tests.Support;

/// <summary>Streams in memory.</summary>
sealed class FakeSource : IOrgEventSource
{
    readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, Action<OrgEvent>>> _observers = new();
    int _subscriptions;

    /// <summary>How often anybody subscribed.</summary>
    public int Subscriptions => _subscriptions;

    public Task<IAsyncDisposable> SubscribeAsync(string org, Action<OrgEvent> receive, Action missed)
    {
        Interlocked.Increment(ref _subscriptions);
        var (observers, id) = (Observers(org), Guid.NewGuid());
        observers[id] = receive;
        return Task.FromResult<IAsyncDisposable>(new Subscription(() => observers.TryRemove(id, out _)));
    }

    /// <summary>How many subscriptions an org has.</summary>
    public int Listeners(string org) => Observers(org).Count;

    /// <summary>Gives an event to all subscribers.</summary>
    public void Publish(OrgEvent item, string org = "org")
    {
        foreach (var observer in Observers(org).Values)
            observer(item);
    }

    ConcurrentDictionary<Guid, Action<OrgEvent>> Observers(string org) => _observers.GetOrAdd(org, _ => new());

    sealed class Subscription(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
