using Microsoft.Extensions.Logging;
using Molecule.Grains.Events;
using Molecule.Storage.Events;

namespace Molecule.Grains.Orgs;

/// <summary>
/// Appends to an org's event log, many callers in one statement, and publishes what is in the log: each event once, in the log's order. Belongs to
/// the org's grain and runs in its turns.
/// </summary>
sealed partial class EventWriter(string org, IEventLog log, Func<OrgEvent, Task> publish, ILogger logger)
{
    const int BatchSize = 256;
    const int CatchUpSize = 500;

    readonly Queue<Waiter> _waiting = new();
    bool _running;
    long _published;

    /// <summary>Whether the log holds events that are not published.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Starts at the log's end: what is older, readers find in the log.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => _published = await log.GetLastSequenceAsync(org, cancellationToken);

    /// <summary>Appends in order and publishes. Idempotent by event id.</summary>
    public Task AppendAsync(IReadOnlyList<EventDraft> drafts)
    {
        if (drafts.Count == 0)
            return Task.CompletedTask;
        var waiter = new Waiter(drafts);
        _waiting.Enqueue(waiter);
        if (!_running)
            _ = RunAsync();
        return waiter.Done.Task;
    }

    /// <summary>Publishes what the log holds and nobody was told of.</summary>
    public async Task CatchUpAsync()
    {
        // The loop publishes too, and must not be overtaken.
        if (!_running && IsBehind)
            await RunAsync();
    }

    async Task RunAsync()
    {
        _running = true;
        try
        {
            while (_waiting.Count > 0 || IsBehind)
            {
                var batch = TakeBatch();
                await AppendAsync(batch);
                if (batch.Count == 0 && !await TryPublishFromLogAsync() && _waiting.Count == 0)
                    return; // The sweep tries again.
            }
        }
        finally
        {
            _running = false;
        }
    }

    async Task AppendAsync(List<Waiter> batch)
    {
        if (batch.Count == 0)
            return;
        try
        {
            var appended = await log.AppendAsync(org, [.. batch.SelectMany(waiter => waiter.Drafts)]);
            await PublishAsync(appended);
            foreach (var waiter in batch)
                waiter.Done.TrySetResult();
        }
        catch (Exception e) when (batch.Count > 1)
        {
            // One draft that the log cannot take must not hold up the others.
            LogBatchFailed(logger, e, org, batch.Count);
            IsBehind = true;
            foreach (var waiter in batch)
                await AppendAsync([waiter]);
        }
        catch (Exception e)
        {
            // It may be in the log all the same.
            IsBehind = true;
            batch[0].Done.TrySetException(e);
        }
    }

    async Task PublishAsync(IReadOnlyList<OrgEvent> appended)
    {
        foreach (var e in appended)
        {
            if (e.Sequence is not { } sequence || sequence <= _published)
                continue;
            if (IsBehind || sequence > _published + 1)
            {
                IsBehind = true;
                await TryPublishFromLogAsync();
                return;
            }

            await publish(e);
            _published = sequence;
        }
    }

    async Task<bool> TryPublishFromLogAsync()
    {
        try
        {
            while (await log.ReadAfterAsync(org, _published, CatchUpSize, CancellationToken.None) is { Count: > 0 } events)
            {
                foreach (var e in events)
                {
                    await publish(e);
                    _published = e.Sequence ?? _published;
                }
            }

            IsBehind = false;
            return true;
        }
        catch (Exception e)
        {
            LogCatchUpFailed(logger, e, org);
            return false;
        }
    }

    List<Waiter> TakeBatch()
    {
        var batch = new List<Waiter>();
        for (var drafts = 0; drafts < BatchSize && _waiting.TryDequeue(out var waiter); drafts += waiter.Drafts.Count)
            batch.Add(waiter);
        return batch;
    }

    sealed record Waiter(IReadOnlyList<EventDraft> Drafts)
    {
        public TaskCompletionSource Done { get; } = new();
    }
}
