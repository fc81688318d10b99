using Microsoft.Extensions.Logging.Abstractions;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Gateway.Live.Feeds;
using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Support;

/// <summary>Feeds over a log, a stream and a clock that the test controls.</summary>
sealed class FeedFixture : IAsyncDisposable
{
    public FeedFixture()
    {
        Pulses = new(Time);
        Loops = new(Time);
        Feeds = new(Source, Log, Pulses, Loops, Time, NullLogger<OrgFeed>.Instance);
    }

    public ManualTime Time { get; } = new();

    public FakeLog Log { get; } = new();

    public FakeSource Source { get; } = new();

    public WorkspacePulses Pulses { get; }

    public BackgroundLoops Loops { get; }

    public OrgFeeds Feeds { get; }

    /// <summary>The feed of the org <c>org</c>, started.</summary>
    public async Task<OrgFeed> StartAsync()
    {
        var feed = Feeds.Use("org").Feed;
        (await feed.StartsWithinAsync(Timeout.InfiniteTimeSpan, default).AsTask().Within("the feed to start")).ShouldBeTrue();
        return feed;
    }

    /// <summary>Appends an event and publishes it.</summary>
    public OrgEvent Happen(string type = "E", string workspaceId = "w")
    {
        var item = Log.Append(type, workspaceId);
        Source.Publish(item);
        return item;
    }

    public ValueTask DisposeAsync() => Feeds.DisposeAsync();
}
