using Molecule.Gateway.Live.Feeds;
using Molecule.Live.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests.Feeds;

/// <summary>Every event once, in order, whatever stream, log and reader do.</summary>
public sealed class OrgFeedTests : IAsyncDisposable
{
    readonly FeedFixture _live = new();

    public ValueTask DisposeAsync() => _live.DisposeAsync();

    [Fact]
    public async Task Many_readers_share_one_subscription()
    {
        var feed = await _live.StartAsync();
        await using var one = Read(feed);
        await using var two = Read((await _live.StartAsync()));

        _live.Happen();

        (await one.NextAsync()).ShouldBeSameAs(await two.NextAsync());
        _live.Source.Subscriptions.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_starts_with_the_present()
    {
        _live.Log.Append();
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        _live.Happen();

        (await reading.NextAsync()).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_event_comes_once()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        var first = _live.Happen();
        _live.Source.Publish(first);
        _live.Happen();

        (await reading.NextAsync(2)).ShouldBe([1L, 2L]);
    }

    [Fact]
    public async Task A_hole_in_the_stream_is_filled_from_the_log()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        _live.Happen();
        _live.Log.Append();
        _live.Log.Append();
        _live.Happen();

        (await reading.NextAsync(4)).ShouldBe([1L, 2L, 3L, 4L]);
    }

    [Fact]
    public async Task Events_that_arrive_in_the_wrong_order_are_put_right()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        var (first, second) = (_live.Log.Append(), _live.Log.Append());
        _live.Source.Publish(second);
        _live.Source.Publish(first);
        _live.Happen();

        (await reading.NextAsync(3)).ShouldBe([1L, 2L, 3L]);
    }

    [Fact]
    public async Task A_hole_that_a_purge_left_holds_nothing_up()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        _live.Happen();
        _live.Log.Append();
        _live.Log.Append();
        _live.Log.Erase(2);
        _live.Happen();

        (await reading.NextAsync(3)).ShouldBe([1L, 3L, 4L]);
    }

    [Fact]
    public async Task A_subscription_that_died_is_made_up_for_from_the_log()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        _live.Log.Append();
        _live.Time.Advance(TimeSpan.FromSeconds(15));

        (await reading.NextAsync()).Sequence.ShouldBe(1);
    }

    [Fact]
    [Row("3.6/liveness")]
    public async Task A_feed_that_stands_still_is_seen()
    {
        await _live.StartAsync();
        _live.Time.Advance(TimeSpan.FromSeconds(15));
        await Patience.Until(() => Broadcast == _live.Time.GetUtcNow(), "the feed has gone round");

        var seen = _live.Time.GetUtcNow();
        _live.Log.OnRead = _ => throw new IOException("The disk is away.");
        _live.Time.Advance(TimeSpan.FromSeconds(15));
        _live.Time.Advance(TimeSpan.FromSeconds(15));

        // Though the process's own tick, of which there is one every 15 s, has come.
        Broadcast.ShouldBe(seen);
    }

    [Fact]
    public async Task A_log_that_fails_for_a_while_loses_nothing()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);
        var fails = 2;
        _live.Log.OnRead = _ =>
        {
            if (Interlocked.Decrement(ref fails) >= 0)
                throw new IOException("The disk is away.");
        };

        _live.Log.Append();
        _live.Happen();
        _live.Happen();
        var next = reading.NextAsync(3);
        await Patience.Until(
            () =>
            {
                _live.Time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted;
            },
            "the feed is in step again");

        (await next).ShouldBe([1L, 2L, 3L]);
    }

    [Fact]
    public async Task A_log_that_fails_while_the_feed_is_closed_does_not_keep_it_open()
    {
        await _live.StartAsync();
        using var reading = new SemaphoreSlim(0);
        using var closing = new ManualResetEventSlim();
        _live.Log.OnRead = _ =>
        {
            reading.Release();
            closing.Wait(TimeSpan.FromMinutes(1));
            throw new IOException("The disk is away.");
        };
        _live.Time.Advance(TimeSpan.FromSeconds(15));
        await reading.WaitAsync().Within("the feed to read the log");

        var closed = _live.Feeds.DisposeAsync().AsTask();
        closing.Set();

        await closed.Within("the feed to close");
        _live.Source.Listeners("org").ShouldBe(0);
    }

    [Fact]
    public async Task Live_signals_come_without_a_number()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed);

        _live.Source.Publish(FakeLog.Make(null, "WORKSPACE_HEARTBEAT"));

        (await reading.NextAsync()).Event.Type.ShouldBe("WORKSPACE_HEARTBEAT");
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed_and_then_the_present()
    {
        for (var i = 0; i < 450; i++)
            _live.Log.Append();
        var feed = await _live.StartAsync();
        await using var reading = Read(feed, since: 3);

        _live.Happen();

        (await reading.NextAsync(448)).ShouldBe(Enumerable.Range(4, 448).Select(n => (long?)n));
    }

    [Fact]
    public async Task What_happens_while_the_log_is_read_comes_once()
    {
        _live.Log.Append();
        _live.Log.Append();
        var feed = await _live.StartAsync();
        var happened = false;
        _live.Log.OnRead = _ =>
        {
            if (happened)
                return;
            happened = true;
            _live.Happen();
        };
        await using var reading = Read(feed, since: 0);

        (await reading.NextAsync(3)).ShouldBe([1L, 2L, 3L]);
        _live.Happen();
        (await reading.NextAsync()).Sequence.ShouldBe(4);
    }

    [Fact]
    public async Task A_number_from_the_future_means_the_present()
    {
        var feed = await _live.StartAsync();
        await using var reading = Read(feed, since: 1000);

        _live.Happen();

        (await reading.NextAsync()).Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_has_read_further_than_the_feed_sees_nothing_twice()
    {
        var feed = await _live.StartAsync();
        var (first, second) = (_live.Log.Append(), _live.Log.Append());
        await using var reading = Read(feed, since: 2);

        _live.Source.Publish(first);
        _live.Source.Publish(second);
        _live.Happen();

        (await reading.NextAsync()).Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task A_reader_that_was_slow_catches_up_from_the_log_and_misses_nothing()
    {
        var feed = await _live.StartAsync();
        await using var witness = Read(feed, capacity: 2000);
        await using var slow = Read(feed, capacity: 8);

        for (var i = 0; i < 1000; i++)
            _live.Happen();
        await witness.NextAsync(1000);

        (await slow.NextAsync(1000)).ShouldBe(Enumerable.Range(1, 1000).Select(n => (long?)n));
        _live.Happen();
        (await slow.NextAsync()).Sequence.ShouldBe(1001);
    }

    [Fact]
    public async Task A_reader_that_stays_behind_is_cut_and_others_are_not()
    {
        var feed = await _live.StartAsync();
        await using var witness = Read(feed, capacity: 2000);
        var slow = feed.Attach(new FeedReaderOptions(8));

        for (var i = 0; i < 20; i++)
            _live.Happen();
        await witness.NextAsync(20);
        slow.Cut.IsCancellationRequested.ShouldBeFalse();
        _live.Time.Advance(TimeSpan.FromSeconds(11));
        _live.Happen();
        await witness.NextAsync();

        await Patience.Until(() => slow.Cut.IsCancellationRequested, "the slow reader is cut");
        slow.Dispose();
        _live.Happen();
        (await witness.NextAsync()).Sequence.ShouldBe(22);
    }

    [Fact]
    public async Task A_reader_of_one_workspace_sees_only_its_events()
    {
        _live.Log.Append(workspaceId: "other");
        _live.Log.Append(workspaceId: "mine");
        var feed = await _live.StartAsync();
        await using var reading = new Reading(feed.Attach(new FeedReaderOptions(4, Since: 0, WorkspaceId: "mine")));

        for (var i = 0; i < 20; i++)
            _live.Happen(workspaceId: "other");
        _live.Happen(workspaceId: "mine");

        (await reading.NextAsync(2)).ShouldBe([2L, 23L]);
    }

    [Fact]
    public async Task Events_of_a_workspace_keep_deliveries_to_it_alive()
    {
        await _live.StartAsync();
        using var pulse = _live.Pulses.Watch("org", "w");

        _live.Source.Publish(FakeLog.Make(null, "WORKSPACE_HEARTBEAT"));

        pulse.LastBeat.ShouldBe(_live.Time.GetTimestamp());
    }

    [Fact]
    public async Task A_message_to_an_agent_is_no_sign_of_its_life()
    {
        await _live.StartAsync();
        using var pulse = _live.Pulses.Watch("org", "w");

        _live.Source.Publish(FakeLog.Make(null, "A2A_DISPATCHED"));

        pulse.LastBeat.ShouldBe(long.MinValue);
    }

    [Fact]
    public async Task A_feed_that_nobody_needs_is_closed_and_a_new_one_begins()
    {
        var use = _live.Feeds.Use("org");
        (await use.Feed.StartsWithinAsync(Timeout.InfiniteTimeSpan, default)).ShouldBeTrue();
        _live.Time.Advance(TimeSpan.FromMinutes(5));
        _live.Source.Listeners("org").ShouldBe(1);

        use.Dispose();
        _live.Time.Advance(TimeSpan.FromMinutes(5));

        await Patience.Until(() => _live.Source.Listeners("org") == 0, "the feed is closed");
        (await _live.StartAsync()).ShouldNotBeSameAs(use.Feed);
    }

    [Fact]
    public async Task Orgs_do_not_hear_of_each_other()
    {
        var feed = await _live.StartAsync();
        using var other = _live.Feeds.Use("other");
        (await other.Feed.StartsWithinAsync(Timeout.InfiniteTimeSpan, default)).ShouldBeTrue();
        await using var reading = Read(feed);

        _live.Source.Publish(FakeLog.Make(null, "FOREIGN"), "other");
        _live.Source.Publish(FakeLog.Make(null, "OWN"));

        (await reading.NextAsync()).Event.Type.ShouldBe("OWN");
    }

    static Reading Read(OrgFeed feed, long? since = null, int capacity = 256) => new(feed.Attach(new FeedReaderOptions(capacity, since)));

    DateTimeOffset Broadcast => _live.Loops.LastTicks[OrgFeed.LoopName];
}
