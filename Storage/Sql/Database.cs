namespace Molecule.Storage.Sql;

/// <summary>
/// The database: carries reads and writes with time-outs and bounded repetition, and turns whatever the driver throws into
/// <see cref="StorageUnavailableException"/>.
/// </summary>
abstract class Database(StorageMetrics metrics) : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Reads. Sees everything that was committed before the call.</summary>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken) =>
        metrics.MeasureAsync("read", ReadCoreAsync(read, cancellationToken));

    /// <summary>Writes; what it wrote is durable when the task completes. Never on a caller's token: a write that was begun ends.</summary>
    public Task<T> WriteAsync<T>(WriteTraits traits, Func<Session, Task<T>> write) =>
        metrics.MeasureAsync(traits.HasFlag(WriteTraits.Liveness) ? "liveness" : "write", WriteCoreAsync(traits, write));

    /// <summary>Changes the schema: one at a time among all processes, in one transaction, with a long time-out.</summary>
    public abstract Task<T> ChangeSchemaAsync<T>(Func<Session, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>Asks whether the database answers, beside the traffic.</summary>
    public abstract Task PingAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken);

    protected abstract Task<T> WriteCoreAsync<T>(WriteTraits traits, Func<Session, Task<T>> write);
}
