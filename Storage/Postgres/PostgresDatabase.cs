using Microsoft.Extensions.Logging;
using Molecule.Grains;
using Molecule.Storage.Sql;
using Npgsql;

namespace Molecule.Storage.Postgres;

/// <summary>
/// A PostgreSQL server. Commits that happen at the same time share a flush in the server, so a write is one round trip on a connection of its own;
/// several statements that belong together travel in one command, which the server treats as one transaction.
/// </summary>
sealed class PostgresDatabase(
    StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger<PostgresDatabase> logger, ITenure? tenure = null)
    : Database(metrics)
{
    /// <summary>"Molecule" as a number: the lock that whoever changes the schema holds.</summary>
    const long SchemaLock = 0x4D6F6C6563756C65;

    static readonly TimeSpan SchemaTimeout = TimeSpan.FromMinutes(5);

    readonly PostgresPool _traffic = new(options, "traffic", options.TrafficPoolSize);
    readonly PostgresPool _liveness = new(options, "liveness", options.LivenessPoolSize);
    readonly RetryPolicy _retry = new(options, metrics, time, logger);

    public override Dialect Dialect { get; } = new PostgresDialect();

    protected override Task<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync(_traffic, WriteTraits.Repeatable, options.CommandTimeout, read, cancellationToken);

    protected override Task<T> WriteCoreAsync<T>(WriteTraits traits, Func<Session, Task<T>> write) =>
        RunAsync(
            traits.HasFlag(WriteTraits.Liveness) ? _liveness : _traffic,
            traits,
            options.CommandTimeout,
            // Looked at last, with the connection in hand: a process that stood still must not go on where it was.
            session => tenure is { IsHeld: false } ? throw new StorageUnavailableException() : write(session),
            CancellationToken.None);

    public override Task<T> ChangeSchemaAsync<T>(Func<Session, Task<T>> change, CancellationToken cancellationToken) =>
        RunAsync(
            _traffic,
            WriteTraits.Transaction | WriteTraits.Repeatable,
            SchemaTimeout,
            async session =>
            {
                // Held until the end of the transaction: a second starter waits here, then finds nothing to do.
                await session.ExecuteAsync("SELECT pg_advisory_xact_lock(@key)", new { key = SchemaLock });
                return await change(session);
            },
            cancellationToken);

    public override Task PingAsync(CancellationToken cancellationToken) =>
        RunAsync(_liveness, WriteTraits.Repeatable, options.CommandTimeout, session => session.ScalarAsync<int>("SELECT 1"), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _traffic.DisposeAsync();
        await _liveness.DisposeAsync();
    }

    Task<T> RunAsync<T>(
        PostgresPool pool, WriteTraits traits, TimeSpan timeout, Func<Session, Task<T>> work, CancellationToken cancellationToken) =>
        _retry.RunAsync(
            () => RunOnceAsync(pool, traits, timeout, work, cancellationToken),
            error =>
            {
                var fault = PostgresFaults.Classify(error);
                if (fault == Fault.Unknown)
                    pool.Forget();
                return fault;
            },
            traits.HasFlag(WriteTraits.Repeatable),
            cancellationToken);

    static async Task<T> RunOnceAsync<T>(
        PostgresPool pool, WriteTraits traits, TimeSpan timeout, Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await pool.OpenAsync(cancellationToken);
        if (!traits.HasFlag(WriteTraits.Transaction))
            return await work(new Session(connection, null, timeout, cancellationToken));
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(new Session(connection, transaction, timeout, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
