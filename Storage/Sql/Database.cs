namespace Molecule.Storage.Sql;

/// <summary>
/// The database: carries reads and writes with time-outs and bounded repetition, and turns whatever the driver throws into
/// <see cref="StorageUnavailableException"/>.
/// </summary>
abstract class Database : IAsyncDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>Reads. Sees everything that was committed before the call.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes; what it wrote is durable when the task completes. Never on a caller's token: a write that was begun ends.</summary>
    public abstract Task<T> WriteAsync<T>(WriteTraits traits, Func<Session, Task<T>> write);

    /// <summary>Changes the schema: one at a time among all processes, in one transaction, with a long time-out.</summary>
    public abstract Task<T> ChangeSchemaAsync<T>(Func<Session, Task<T>> change, CancellationToken cancellationToken);

    /// <summary>Asks whether the database answers, beside the traffic.</summary>
    public abstract Task PingAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
