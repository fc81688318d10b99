using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Grains;
using Molecule.Storage.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>The feeds of this process. A feed begins when somebody needs its org and ends some time after nobody does.</summary>
sealed class OrgFeeds : IAgentEvents, IHostedService, IAsyncDisposable
{
    static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(15);
    static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(2);

    readonly ConcurrentDictionary<string, Lazy<OrgFeed>> _feeds = new(StringComparer.Ordinal);
    readonly Func<string, OrgFeed> _create;
    readonly BackgroundLoops _loops;
    readonly ITimer _sweep;
    readonly TimeProvider _time;
    long _sweptAt;

    public OrgFeeds(
        IOrgEventSource source, IEventLog log, WorkspacePulses pulses, BackgroundLoops loops, TimeProvider time, ILogger<OrgFeed> logger)
    {
        _create = org => new OrgFeed(org, source, log, pulses, loops, time, logger);
        (_loops, _time, _sweptAt) = (loops, time, time.GetTimestamp());
        _sweep = time.CreateTimer(static feeds => ((OrgFeeds)feeds!).Tick(), this, TimeSpan.Zero, TickInterval);
    }

    /// <summary>The feed of an org, until the use is disposed.</summary>
    public FeedUse Use(string org)
    {
        while (true)
        {
            var entry = _feeds.GetOrAdd(org, static (org, create) => new(() => create(org)), _create);
            if (entry.Value.Uses.TryEnter())
                return new(entry.Value);
            _feeds.TryRemove(new(org, entry));
        }
    }

    IDisposable IAgentEvents.Follow(string org) => Use(org);

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // While the engine still runs, so that subscriptions are ended and not left behind.
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => CloseAsync().WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await CloseAsync();
    }

    async Task CloseAsync()
    {
        foreach (var org in _feeds.Keys)
        {
            if (_feeds.TryRemove(org, out var feed))
                await feed.Value.DisposeAsync();
        }
    }

    void Tick()
    {
        _loops.Tick(OrgFeed.LoopName);
        if (_time.GetElapsedTime(_sweptAt) < SweepInterval)
            return;
        _sweptAt = _time.GetTimestamp();
        Sweep();
    }

    void Sweep()
    {
        foreach (var (org, entry) in _feeds)
        {
            if (entry.IsValueCreated && entry.Value.Uses.TryClose() && _feeds.TryRemove(new(org, entry)))
                _ = entry.Value.DisposeAsync().AsTask();
        }
    }
}

/// <summary>Somebody's use of a feed.</summary>
sealed class FeedUse(OrgFeed feed) : IDisposable
{
    /// <summary>The feed.</summary>
    public OrgFeed Feed => feed;

    /// <summary>Ends the use.</summary>
    public void Dispose() => feed.Uses.Leave();
}
