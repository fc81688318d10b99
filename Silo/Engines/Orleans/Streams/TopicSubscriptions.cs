using System.Collections.Concurrent;
using Molecule.Grains;

namespace Molecule.Silo.Engines.Streams;

/// <summary>The subscriptions of this process. One loop renews them all, so that a topic that moved finds its listeners again.</summary>
sealed partial class TopicSubscriptions(
    IGrainFactory grains, TimeProvider time, BackgroundLoops loops, ILogger<TopicSubscriptions> logger, TimeSpan gatherTime) : BackgroundService
{
    /// <summary>How often a listener tells the topic that it is there; what a feed may miss of live signals when a silo dies.</summary>
    public static readonly TimeSpan RenewalPeriod = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<ITopicSubscription, bool> _subscriptions = new();

    public IGrainFactory Grains => grains;

    /// <summary>How long items may wait for company; zero: not at all.</summary>
    public TimeSpan GatherTime => gatherTime;

    public IEnumerable<ITopicSubscription> All => _subscriptions.Keys;

    /// <summary>Puts items for a topic together.</summary>
    public Gatherer<object> Gather(ITopicGrain topic) =>
        new(topic.PublishAsync, gatherTime, time, (fault, count) => LogLost(logger, fault, count));

    public async Task<TSubscription> AddAsync<TSubscription>(TSubscription subscription)
        where TSubscription : ITopicSubscription
    {
        await subscription.RenewAsync();
        _subscriptions[subscription] = true;
        return subscription;
    }

    /// <summary>A listener did not take an item.</summary>
    public void TellFailed(Exception fault) => LogListenerFailed(logger, fault);

    public void Remove(ITopicSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        loops.RunAsync("subscription-renewal", RunAsync, (fault, _) => LogRenewalFailed(logger, fault), stoppingToken);

    async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewalPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Task.WhenAll(_subscriptions.Keys.Select(RenewAsync));
            loops.Tick("subscription-renewal");
        }
    }

    async Task RenewAsync(ITopicSubscription subscription)
    {
        try
        {
            await subscription.RenewAsync();
        }
        catch (Exception fault)
        {
            // The silo of the topic is dying: the next round finds it elsewhere.
            LogRenewalFailed(logger, fault);
        }
    }
}
