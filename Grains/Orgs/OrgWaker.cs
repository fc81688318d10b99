using Microsoft.Extensions.Logging;
using Molecule.Storage.Records;

namespace Molecule.Grains.Orgs;

/// <summary>Wakes every org at the start of the process and each minute after, so that leases run and debts are paid though nobody calls.</summary>
sealed partial class OrgWaker(IGrainFactory grains, IRecordQueries queries, TimeProvider time, ILogger<OrgWaker> logger) : HostedLoop
{
    static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Wakes every org once.</summary>
    /// <returns>Whether all of them answered.</returns>
    public async Task<bool> WakeAllAsync(CancellationToken cancellationToken)
    {
        var all = true;
        try
        {
            foreach (var org in await queries.ListOrgsAsync(cancellationToken))
                all &= await TryWakeAsync(org);
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
        try
        {
            while (true)
                await Task.Delay(await WakeAllAsync(stoppingToken) ? Period : Retry, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
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
