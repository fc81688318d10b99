using Microsoft.Extensions.Logging;
using Molecule.Storage.Usage;

namespace Molecule.Grains.Usage;

/// <summary>Collects what agents' answers cost, and adds it to the store now and then, many workspaces in one statement.</summary>
sealed partial class TokenMeter(ITokenUsage store, TimeProvider time, BackgroundLoops loops, ILogger<TokenMeter> logger)
    : HostedLoop("token-usage-writer", loops, logger)
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    const int BatchSize = 500;

    readonly Lock _lock = new();
    Dictionary<(string Org, string WorkspaceId, DateTimeOffset Start), UsageSum> _noted = [];

    /// <summary>Notes an answer. A crash loses what was not written yet.</summary>
    public void Note(string org, string workspaceId, TokenCount count)
    {
        if (!count.IsNone)
            Add((org, workspaceId, UsageOfDay.StartOf(time.GetUtcNow())), count.ToSum());
    }

    /// <summary>Writes what was noted. What cannot be written is tried again: rather twice, should the store have taken it after all, than never.</summary>
    /// <returns>Whether all of it could be written.</returns>
    public async Task<bool> FlushAsync()
    {
        Dictionary<(string Org, string WorkspaceId, DateTimeOffset Start), UsageSum> noted;
        lock (_lock)
            (noted, _noted) = (_noted, []);
        var all = true;
        foreach (var batch in noted.Chunk(BatchSize))
            all &= await TryWriteAsync(batch);
        return all;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await FlushAsync())
                Tick();
        }
    }

    async Task<bool> TryWriteAsync(KeyValuePair<(string Org, string WorkspaceId, DateTimeOffset Start), UsageSum>[] batch)
    {
        try
        {
            await store.AddAsync([.. batch.Select(each => new UsageOfDay(each.Key.Org, each.Key.WorkspaceId, each.Key.Start, each.Value))]);
            return true;
        }
        catch (Exception e)
        {
            LogFlushFailed(logger, e, batch.Length);
            foreach (var (key, sum) in batch)
                Add(key, sum);
            return false;
        }
    }

    void Add((string Org, string WorkspaceId, DateTimeOffset Start) key, UsageSum sum)
    {
        lock (_lock)
            _noted[key] = _noted.GetValueOrDefault(key) + sum;
    }
}
