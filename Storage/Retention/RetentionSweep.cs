using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Molecule.Grains;
using Molecule.Grains.Approvals;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Records;

namespace Molecule.Storage.Retention;

/// <summary>
/// Deletes what is kept for some days only: old activity, and delegations, messages and requests for approval that reached their end. At the start, then in
/// intervals; in small bites, so that it never holds up the writers. Several processes may do it at once.
/// </summary>
sealed partial class RetentionSweep(
    IActivityLog activity,
    IA2AQueue queue,
    IDelegationStore delegations,
    IRecordRetention records,
    StorageOptions options,
    TimeProvider time,
    ILogger<RetentionSweep> logger,
    BackgroundLoops? loops = null)
    : BackgroundService
{
    const int Bite = 1000;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops is null
        ? RunAsync(stoppingToken)
        : loops.RunAsync("retention", RunAsync, (fault, pause) => LogCrashed(logger, fault, pause), stoppingToken);

    async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RetentionInterval, time);
        do
        {
            if (await SweepAsync(stoppingToken))
                loops?.Tick("retention");
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var rows = await InBitesAsync(() => activity.PurgeAsync(now - options.ActivityRetention, Bite, cancellationToken));
            rows += await InBitesAsync(() => delegations.PurgeFinishedAsync(now - options.ActivityRetention, Bite, cancellationToken));
            rows += await InBitesAsync(() => records.PurgeEndedAsync<ApprovalRecord>(now - options.ActivityRetention, Bite, cancellationToken));
            var entries = await InBitesAsync(() => queue.PurgeFinishedAsync(now - options.QueueRetention, Bite, cancellationToken));
            if (rows + entries > 0)
                LogSwept(logger, rows, entries);
            return true;
        }
        catch (StorageUnavailableException)
        {
            LogPostponed(logger, options.RetentionInterval);
            return false;
        }
    }

    static async Task<long> InBitesAsync(Func<Task<int>> purge)
    {
        for (var total = 0L; ;)
        {
            var deleted = await purge();
            total += deleted;
            if (deleted < Bite)
                return total;
        }
    }
}
