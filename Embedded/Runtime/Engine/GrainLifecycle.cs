using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>Those who take part in the life of an activation, by stage. Used in turns of the activation only.</summary>
sealed class GrainLifecycle : IGrainLifecycle
{
    // Null when there is none: most grains only have states, which end theirs once they are read.
    List<Subscription>? _subscriptions;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        var subscription = new Subscription(this, stage, observer);
        (_subscriptions ??= []).Add(subscription);
        return subscription;
    }

    /// <summary>Starts the stages from <paramref name="from"/> to just below <paramref name="to"/>, in order.</summary>
    internal async Task StartAsync(int from, int to, CancellationToken cancellationToken)
    {
        foreach (var subscription in Between(from, to).OrderBy(s => s.Stage).ToArray())
            await subscription.Observer.OnStart(cancellationToken);
    }

    /// <summary>Stops the stages from just below <paramref name="to"/> to <paramref name="from"/>, in reverse order.</summary>
    internal async Task StopAsync(int from, int to, CancellationToken cancellationToken)
    {
        foreach (var subscription in Between(from, to).OrderByDescending(s => s.Stage).ToArray())
            await subscription.Observer.OnStop(cancellationToken);
    }

    IEnumerable<Subscription> Between(int from, int to) => _subscriptions?.Where(s => s.Stage >= from && s.Stage < to) ?? [];

    void Remove(Subscription subscription)
    {
        if (_subscriptions?.Remove(subscription) is true && _subscriptions.Count == 0)
            _subscriptions = null;
    }

    sealed class Subscription(GrainLifecycle lifecycle, int stage, ILifecycleObserver observer) : IDisposable
    {
        internal int Stage => stage;

        internal ILifecycleObserver Observer => observer;

        public void Dispose() => lifecycle.Remove(this);
    }
}
