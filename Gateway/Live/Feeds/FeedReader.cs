using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Molecule.Storage.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>
/// One connection's place in an org's feed. It holds a bounded number of frames. When they do not fit, live frames pass it by until it has read what it
/// missed from the log, so a slow reader costs no memory and loses nothing that is in the log; one that stays behind too long is cut.
/// </summary>
sealed class FeedReader : IDisposable
{
    const int Page = 200;

    readonly OrgFeed _feed;
    readonly IEventLog _log;
    readonly TimeProvider _time;
    readonly FeedReaderOptions _options;
    readonly Channel<LiveFrame> _queue;
    readonly CancellationTokenSource _cut = new();
    readonly long _present;
    long _cursor;
    bool _isAhead;
    long _behindSince;
    volatile bool _behind;

    /// <summary>Made by the feed, under its lock.</summary>
    internal FeedReader(OrgFeed feed, IEventLog log, TimeProvider time, FeedReaderOptions options, long last)
    {
        (_feed, _log, _time, _options, _present, _cursor) = (feed, log, time, options, last, options.Since ?? last);
        _isAhead = _cursor > last;
        // A reader that waits for a frame takes it on the feed's own thread: a thousand sockets are not a thousand changes of thread.
        _queue = Channel.CreateBounded<LiveFrame>(
            new BoundedChannelOptions(options.Capacity) { SingleReader = true, AllowSynchronousContinuations = true });
        _behind = options.Since is not null;
        _behindSince = time.GetTimestamp();
    }

    /// <summary>Cancelled when the reader was behind for too long.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>
    /// Every frame, in order, each once: first what came after the place where the client stopped, then what comes. Ends when the reader is cut.
    /// Whoever enumerates is resumed on the thread that serves all readers: what takes long must leave it first.
    /// </summary>
    public async IAsyncEnumerable<LiveFrame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Once, instead of once a frame.
        using var end = cancellationToken.Register(static queue => ((Channel<LiveFrame>)queue!).Writer.TryComplete(), _queue);
        do
        {
            while (_queue.Reader.TryRead(out var frame))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Advance(frame))
                    yield return frame;
            }

            while (_behind && !_cut.IsCancellationRequested)
            {
                await foreach (var missed in CatchUpAsync(cancellationToken))
                    yield return missed;
            }
        }
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Puts a sign of life into the queue if there is room: a full queue is one.</summary>
    public void KeepAlive() => _queue.Writer.TryWrite(LiveFrame.KeepAlive);

    /// <summary>Leaves the feed.</summary>
    public void Dispose()
    {
        _feed.Detach(this);
        _queue.Writer.TryComplete();
        _cut.Dispose();
    }

    /// <summary>Called by the feed for every frame, one after the other: never waits.</summary>
    internal void Offer(LiveFrame frame)
    {
        if (_options.WorkspaceId is { } only && frame.Event.WorkspaceId != only)
            return;
        if (!_behind && _queue.Writer.TryWrite(frame))
            return;

        if (!_behind)
        {
            _behindSince = _time.GetTimestamp();
            _behind = true;
        }
        else if (_time.GetElapsedTime(_behindSince) > _options.Patience && _queue.Writer.TryComplete())
        {
            // Not on this thread: whoever waits for the cut closes a connection.
            _ = _cut.CancelAsync();
        }
    }

    // Live frames are let in first and the log is read after that, so nothing can fall between the two; what is in both comes once.
    async IAsyncEnumerable<LiveFrame> CatchUpAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _behind = false;
        if (_isAhead)
            await FindPlaceAsync(cancellationToken);
        int count;
        do
        {
            var missed = await _log.ReadAfterAsync(_feed.Org, _cursor, Page, cancellationToken);
            count = missed.Count;
            foreach (var item in missed)
            {
                _cursor = item.Sequence!.Value;
                if (_options.WorkspaceId is null || item.WorkspaceId == _options.WorkspaceId)
                    yield return new LiveFrame(item);
            }
        }
        while (count == Page);
    }

    // The client has read in the log, or at another gateway, what this feed has yet to hear of. Or it knows a number from the future, of another log than this
    // one: then it starts with the present.
    async ValueTask FindPlaceAsync(CancellationToken cancellationToken)
    {
        if (_cursor > await _log.GetLastSequenceAsync(_feed.Org, cancellationToken))
            _cursor = _present;
        _isAhead = false;
    }

    bool Advance(LiveFrame frame)
    {
        if (frame.Sequence is not { } sequence)
            return true;
        if (sequence <= _cursor)
            return false;
        _cursor = sequence;
        return true;
    }
}
