using Molecule.Gateway.Hosting;
using System.Threading.Channels;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Grains;
using Molecule.Grains.Events;
using Molecule.Storage.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>
/// The events of one org in this process: one subscription, however many connections. It puts them in order, fills holes from the log, and hands each
/// frame to every reader. It trusts no subscription: it compares itself with the log now and then.
/// </summary>
sealed partial class OrgFeed : IAsyncDisposable
{
    /// <summary>Its name at <c>/admin/liveness</c>.</summary>
    public const string LoopName = "broadcaster";

    const int InboxSize = 4096;
    const int Page = 500;

    static readonly TimeSpan ResyncInterval = TimeSpan.FromSeconds(15);
    static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(30);

    readonly IOrgEventSource _source;
    readonly IEventLog _log;
    readonly WorkspacePulses _pulses;
    readonly BackgroundLoops _loops;
    readonly string _owner;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Channel<OrgEvent?> _inbox = Channel.CreateBounded<OrgEvent?>(new BoundedChannelOptions(InboxSize) { SingleReader = true });
    readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _closing = new();
    readonly Lock _lock = new();
    readonly ITimer _resync;
    readonly Task _pump;
    long _last;
    long _structureVersion;
    volatile bool _missed;

    // Replaced, never changed: who is told of a frame was there when it got its number.
    volatile FeedReader[] _readers = [];

    public OrgFeed(
        string org, IOrgEventSource source, IEventLog log, WorkspacePulses pulses, BackgroundLoops loops, TimeProvider time, ILogger<OrgFeed> logger)
    {
        (Org, _source, _log, _pulses, _loops, _time, _logger) = (org, source, log, pulses, loops, time, logger);
        _owner = $"feed of {org}";
        loops.Begin(LoopName, _owner);
        _resync = time.CreateTimer(static feed => ((OrgFeed)feed!).Resync(), this, ResyncInterval, ResyncInterval);
        // The feed outlives whoever asked for it first: none of its context may stick to it.
        using (ExecutionContext.SuppressFlow())
            _pump = RunAsync();
    }

    /// <summary>Whose events.</summary>
    public string Org { get; }

    /// <summary>How many deliveries and connections need it.</summary>
    public UseCount Uses { get; } = new();

    /// <summary>Grows whenever the org's structure may have changed.</summary>
    public long StructureVersion => Volatile.Read(ref _structureVersion);

    /// <summary>Waits until the feed has its place in the log.</summary>
    /// <returns>False if it could not get it in time.</returns>
    public async ValueTask<bool> StartsWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await _started.Task.WaitAsync(limit, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Adds a reader, once the feed has started.</summary>
    public FeedReader Attach(FeedReaderOptions options)
    {
        lock (_lock)
        {
            var reader = new FeedReader(this, _log, _time, options, _last);
            _readers = [.. _readers, reader];
            return reader;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync(); // Not disposed: a timer may still look at it.
        await _resync.DisposeAsync();
        await _pump;
        _loops.Forget(_owner);
    }

    internal void Detach(FeedReader reader)
    {
        lock (_lock)
        {
            _readers = [.. _readers.Where(each => each != reader)];
        }
    }

    void Resync() => _inbox.Writer.TryWrite(null);

    void Receive(OrgEvent item)
    {
        if (Structure.IsSignOfLife(item.Type))
            _pulses.Beat(Org, item.WorkspaceId);
        // Deliveries follow orgs that nobody watches: what is in no log and concerns nobody needs no turn of the loop.
        if (_readers.Length == 0 && item.Sequence is null && !Structure.MayChangeWith(item.Type))
            return;
        if (!_inbox.Writer.TryWrite(item))
            _missed = true;
    }

    async Task RunAsync()
    {
        // Off the caller's thread and scheduler; it may be a grain's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        IAsyncDisposable? subscription = null;
        try
        {
            subscription = await RetryAsync(() => _source.SubscribeAsync(Org, Receive, Resync));
            _last = await RetryAsync(() => _log.GetLastSequenceAsync(Org, _closing.Token));
            _started.TrySetResult();
            while (await _inbox.Reader.WaitToReadAsync(_closing.Token))
                await RetryAsync(DrainAsync);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            _started.TrySetCanceled();
        }

        await LeaveAsync(subscription);
    }

    async Task LeaveAsync(IAsyncDisposable? subscription)
    {
        try
        {
            if (subscription is not null)
                await subscription.DisposeAsync();
        }
        catch (Exception fault)
        {
            LogLeftBehind(_logger, fault, Org);
        }
    }

    async Task<bool> DrainAsync()
    {
        while (_inbox.Reader.TryRead(out var item))
        {
            if (item is null)
                await CatchUpAsync();
            else
                await TakeAsync(item);
        }

        if (_missed)
            await CatchUpAsync();
        return true;
    }

    async ValueTask TakeAsync(OrgEvent item)
    {
        if (item.Sequence > _last + 1)
        {
            _missed = true; // Should the log not answer, the hole is not forgotten.
            await CatchUpAsync();
        }

        if (item.Sequence is null || item.Sequence > _last)
            Publish(item);
    }

    async Task CatchUpAsync()
    {
        _missed = false;
        try
        {
            int count;
            do
            {
                var items = await _log.ReadAfterAsync(Org, _last, Page, _closing.Token);
                count = items.Count;
                foreach (var item in items)
                    Publish(item);
            }
            while (count == Page);
            _loops.Tick(LoopName, _owner); // Every 15 s: a loop that stands still, or cannot read the log, is seen.
        }
        catch
        {
            _missed = true;
            throw;
        }
    }

    void Publish(OrgEvent item)
    {
        if (Structure.MayChangeWith(item.Type))
            Interlocked.Increment(ref _structureVersion);
        if (Structure.IsInternal(item.Type))
            return;
        var frame = new LiveFrame(item);
        FeedReader[] readers;
        lock (_lock)
        {
            _last = item.Sequence ?? _last;
            readers = _readers;
        }

        // Outside of the lock: those that wait for a frame send it here and now, and may leave while they do.
        foreach (var reader in readers)
            reader.Offer(frame);
    }

    async Task<T> RetryAsync<T>(Func<Task<T>> action)
    {
        for (var backOff = TimeSpan.FromSeconds(1); ; backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff)
        {
            try
            {
                return await action();
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !_closing.IsCancellationRequested)
            {
                LogFault(_logger, fault, Org, backOff);
            }

            await Task.Delay(backOff, _time, _closing.Token);
        }
    }
}
