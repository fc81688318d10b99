using Microsoft.Extensions.Logging;
using Molecule.Storage.LastSeen;

namespace Molecule.Grains.Tokens;

sealed partial class LastUses(ILastSeen store, TimeProvider time, BackgroundLoops loops, ILogger<LastUses> logger)
    : HostedLoop("token-use-writer", loops, logger), ILastUses
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    const int BatchSize = 500;
    const int OrgsAtOnce = 8;

    readonly Lock _lock = new();
    Dictionary<(string Org, string TokenId), DateTimeOffset> _noted = [];

    public void Note(string org, string tokenId, DateTimeOffset at)
    {
        lock (_lock)
            _noted[(org, tokenId)] = at;
    }

    /// <summary>Writes what was noted. What cannot be written is dropped: a later use is noted again.</summary>
    /// <returns>Whether all of it could be written.</returns>
    public async Task<bool> FlushAsync()
    {
        var all = true;
        Dictionary<(string Org, string TokenId), DateTimeOffset> noted;
        lock (_lock)
            (noted, _noted) = (_noted, []);
        var seen = noted.GroupBy(use => use.Key.Org, use => new LastSeenAt("token", use.Key.TokenId, use.Value), StringComparer.Ordinal);
        foreach (var orgs in seen.Chunk(OrgsAtOnce))
            all &= (await Task.WhenAll(orgs.Select(TryWriteAsync))).All(isWritten => isWritten);
        return all;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
    }

    async Task<bool> TryWriteAsync(IGrouping<string, LastSeenAt> org)
    {
        try
        {
            foreach (var batch in org.Chunk(BatchSize))
                await store.WriteAsync(org.Key, batch);
            return true;
        }
        catch (Exception e)
        {
            LogFlushFailed(logger, e, org.Key);
            return false;
        }
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
}
