using Molecule.Storage.Ownership;

namespace Molecule.Storage.Sqlite;

/// <summary>A lock on a file beside the database's. The system lets go of it when the process dies.</summary>
sealed class SqliteOwnership(StorageOptions options, TimeProvider time) : IStoreOwnership
{
    readonly string _file = new SqliteConnections(options).File + ".owner";
    FileStream? _lock;

    public Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        OwnershipPatience.TryAsync(() => Task.FromResult(TryOnce()), patience, time, cancellationToken);

    // Nothing takes the lock of a file from a process that lives.
    public Task KeepAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    bool TryOnce()
    {
        try
        {
            _lock = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
