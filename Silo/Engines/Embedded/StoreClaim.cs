using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;
using Molecule.Storage;
using Molecule.Storage.Ownership;

namespace Molecule.Silo.Engines;

/// <summary>
/// Keeps a second program off the same database, whatever its data directory is: two engines over one store would be two owners of every grain.
/// </summary>
sealed partial class StoreClaim : IAsyncDisposable
{
    // A program that was killed just now still has its session for a moment.
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource _stop = new();
    readonly Task _watch;

    StoreClaim(IStoreOwnership ownership, FatalStop fatal, ILogger logger) => _watch = WatchAsync(ownership, fatal, logger);

    /// <summary>Takes the store for this process.</summary>
    /// <exception cref="StartException">Another program has it, or it does not answer.</exception>
    public static async Task<IAsyncDisposable> TakeAsync(IServiceProvider services, SiloSettings settings, CancellationToken cancellationToken)
    {
        var ownership = services.GetRequiredService<IStoreOwnership>();
        if (!await DatabaseFaults.ExplainAsync(settings, () => ownership.TryTakeAsync(_patience, cancellationToken)))
            throw new StartException(settings.Storage.Dialect == StorageDialect.Sqlite
                ? "Another Molecule runs on the file that DATABASE_URL names. Stop it, or name another file."
                : "Another Molecule runs on the database that DATABASE_URL names, and this build is one process to a database. Stop the other, "
                + "give this one a database of its own, or build with -p:Engine=Orleans to run several.");
        return new StoreClaim(ownership, services.GetRequiredService<FatalStop>(), services.GetRequiredService<ILogger<StoreClaim>>());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    async Task WatchAsync(IStoreOwnership ownership, FatalStop fatal, ILogger logger)
    {
        try
        {
            await ownership.KeepAsync(_stop.Token);
            fatal.End("Another Molecule took the database while this one had lost its connection to it, so this one has stopped. Let only one run.");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception e)
        {
            LogWatchFailed(logger, e);
            fatal.End("It cannot be told any more whether this Molecule alone runs on its database, so it has stopped. The reason is in the log above.");
        }
    }
}
