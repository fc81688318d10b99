using Microsoft.Extensions.Logging;
using Molecule.Storage.Records;

namespace Molecule.Grains.Orgs;

/// <summary>Wakes every org at the start of the process and each minute after, so that leases run and debts are paid though nobody calls.</summary>
sealed partial class OrgWaker(IGrainFactory grains, IRecordQueries queries, TimeProvider time, BackgroundLoops loops, ILogger<OrgWaker> logger)
    : HostedLoop("org-waker", loops, logger)
{
    const int Width = 16;
    static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Wakes every org once.</summary>
    /// <returns>Whether all of them answered.</returns>
    public async Task<bool> WakeAllAsync(CancellationToken cancellationToken)
    {
        var all = true;
        try
        {
            foreach (var some in (await queries.ListOrgsAsync(cancellationToken)).Chunk(Width))
                all &= (await Task.WhenAll(some.Select(TryWakeAsync))).All(isAwake => isAwake);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogListFailed(logger, e);
            return false;
        }

        return all;
    }

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var all = await WakeAllAsync(stoppingToken);
            if (all)
                Tick();
            await Task.Delay(all ? Period : Retry, time, stoppingToken);
        }
    }

    async Task<bool> TryWakeAsync(string org)
    {
        try
        {
            await grains.GetGrain<IOrgGrain>(org).WakeAsync();
            return true;
        }
        catch (Exception e)
        {
            LogWakeFailed(logger, e, org);
            return false;
        }
    }
}
