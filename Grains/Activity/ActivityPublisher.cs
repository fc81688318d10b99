using Microsoft.Extensions.Logging;
using Molecule.Storage.Activity;

namespace Molecule.Grains.Activity;

/// <summary>
/// One loop a process: takes what is there, writes it org by org, some at once, tells of it. A lone row is written at once; under load rows share a commit each
/// <see cref="CommitPeriod"/>, because a commit costs more than a row. A full buffer makes writers wait; nothing is dropped unsaid.
/// </summary>
sealed partial class ActivityPublisher(
    IActivityLog log, ActivityBroadcast broadcast, BackgroundLoops loops, TimeProvider time, GrainsOptions options, ILogger<ActivityPublisher> logger)
    : HostedLoop("activity-writer", loops, logger), IActivityPublisher
{
    const int BatchSize = 4096;
    const int BatchBytes = 4 * 1024 * 1024;

    // Each org's rows are a statement of their own, which waits for its commit: where there are many orgs, one after the other would be a few hundred rows a second.
    const int OrgsAtOnce = 8;
    const int ToldAtOnce = 256;

    // So many that are refused one after the other are not refused for what they are.
    const int Tries = 32;
    static readonly TimeSpan CommitPeriod = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    readonly ActivityBuffer _buffer = new(options.ActivityBuffer, options.ActivityBufferSize);
    volatile bool _writing;

    public ValueTask PublishAsync(string org, ActivityRow row, bool broadcast = true) => AddAsync(new(org, row, broadcast, null));

    public async Task StoreAsync(string org, ActivityRow row, bool broadcast = true)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await AddAsync(new(org, row, broadcast, stored));
        await stored.Task;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is in the buffer is written first, unless the host runs out of patience.
        _buffer.Complete();
        await WaitForEndAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
        var left = new List<ActivityItem>();
        _buffer.Take(left, int.MaxValue, long.MaxValue);
        foreach (var item in left)
        {
            item.Stored?.TrySetException(new OperationCanceledException("The server stopped before the row was written."));
            LogLost(logger, item.Org, item.Row.Id);
        }
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        // With nothing to write it waits and is well; with something that it cannot write, it is not.
        using var pulse = time.CreateTimer(_ => TickUnlessWriting(), null, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        using var hurry = time.CreateTimer(_ => _buffer.Hurry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var batch = new List<ActivityItem>();
        // Not the token: what is in the buffer is still written. The buffer's end is the loop's.
        while (await _buffer.WaitAsync())
        {
            var started = time.GetTimestamp();
            batch.Clear();
            _buffer.Take(batch, BatchSize, BatchBytes);
            _writing = true;
            foreach (var orgs in batch.GroupBy(item => item.Org, StringComparer.Ordinal).Chunk(OrgsAtOnce))
                await Task.WhenAll(orgs.Select(org => WriteAsync(org.Key, [.. org], stoppingToken)));
            _writing = false;
            Tick();
            if (CommitPeriod - time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            {
                hurry.Change(left, Timeout.InfiniteTimeSpan);
                await _buffer.LingerAsync();
            }
        }
    }

    void TickUnlessWriting()
    {
        if (!_writing)
            Tick();
    }

    async ValueTask AddAsync(ActivityItem item)
    {
        if (await _buffer.AddAsync(item))
            return;
        // The loop ended before whoever still has something to say.
        await log.AppendAsync(item.Org, [item.Row]);
        item.Stored?.TrySetResult();
    }

    async Task WriteAsync(string org, IReadOnlyList<ActivityItem> items, CancellationToken stoppingToken)
    {
        for (var delay = TimeSpan.FromMilliseconds(100); ; delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay)
        {
            var left = await TryWriteAsync(org, items);
            if (left.Count == 0)
                return;
            items = left;
            if (stoppingToken.IsCancellationRequested)
                break;
            await Task.Delay(delay, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var item in items)
            LogLost(logger, org, item.Row.Id);
    }

    // All in one statement; if that fails, one by one, so that a row that cannot be stored does not hold up the others. What is left, Storage refused.
    async Task<IReadOnlyList<ActivityItem>> TryWriteAsync(string org, IReadOnlyList<ActivityItem> items)
    {
        try
        {
            await log.AppendAsync(org, [.. items.Select(item => item.Row)]);
            await TellAsync(org, items);
            return [];
        }
        catch (Exception e)
        {
            LogWriteFailed(logger, e, org, items.Count);
            foreach (var item in items)
                item.Stored?.TrySetException(e);
            items = [.. items.Where(item => item.Stored is null)];
        }

        if (items.Count < 2)
            return items;
        var refused = new List<ActivityItem>();
        foreach (var item in items)
        {
            try
            {
                await log.AppendAsync(org, [item.Row]);
                await TellAsync(org, [item]);
            }
            catch (Exception e)
            {
                LogWriteFailed(logger, e, org, 1);
                refused.Add(item);
                if (refused.Count == Tries && ReferenceEquals(item, items[Tries - 1]))
                    return items;
            }
        }

        if (refused.Count == items.Count)
            return refused;
        foreach (var item in refused)
            LogLost(logger, org, item.Row.Id);
        return [];
    }

    async Task TellAsync(string org, IReadOnlyList<ActivityItem> items)
    {
        foreach (var item in items)
            item.Stored?.TrySetResult();
        var rows = items.Where(item => item.Broadcast).Select(item => item.Row).ToArray();
        if (rows.Length == 0)
            return;
        try
        {
            // Whoever listens has queues of some hundreds.
            foreach (var some in rows.Chunk(ToldAtOnce))
                await broadcast.SendAsync(org, some);
        }
        catch (Exception e)
        {
            LogBroadcastFailed(logger, e, org, rows.Length);
        }
    }
}
