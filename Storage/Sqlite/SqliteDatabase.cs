using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Sqlite;

/// <summary>One file: one connection writes, some read.</summary>
sealed class SqliteDatabase : Database
{
    static readonly TimeSpan SchemaTimeout = TimeSpan.FromMinutes(5);

    readonly SqliteConnections _connections;
    readonly SqliteReaders _readers;
    readonly GroupCommitWriter _writer;
    readonly RetryPolicy _retry;

    public SqliteDatabase(StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger<SqliteDatabase> logger)
        : base(metrics)
    {
        _connections = new(options);
        _readers = new(_connections, options);
        _writer = new(_connections, options, metrics, logger);
        _retry = new(options, metrics, time, logger);
    }

    public override Dialect Dialect { get; } = new SqliteDialect();

    protected override Task<T> ReadCoreAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken) =>
        _retry.RunAsync(() => _readers.ReadAsync(read, cancellationToken), SqliteFaults.Classify, repeatable: true, cancellationToken);

    // Every write is in the transaction of its batch already, and there is no connection that could be lost.
    protected override Task<T> WriteCoreAsync<T>(WriteTraits traits, Func<Session, Task<T>> write) => _writer.WriteAsync(write);

    public override Task<T> ChangeSchemaAsync<T>(Func<Session, Task<T>> change, CancellationToken cancellationToken) =>
        _retry.RunAsync(() => ExplainAsync(() => ChangeOnceAsync(change, cancellationToken)), SqliteFaults.Classify, repeatable: true, cancellationToken);

    public override Task PingAsync(CancellationToken cancellationToken) =>
        ReadAsync(session => session.ScalarAsync<long>("SELECT 1"), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    // The schema is looked at first of all: here an unusable file shows, and somebody is there who can be told.
    async Task<T> ExplainAsync<T>(Func<Task<T>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (SqliteException error) when (SqliteFileFaults.Explain(error, _connections.File) is { } explained)
        {
            throw explained;
        }
    }

    async Task<T> ChangeOnceAsync<T>(Func<Session, Task<T>> change, CancellationToken cancellationToken)
    {
        await using var connection = _connections.OpenWriter();
        // Immediate: a second starter waits here until the first is done, then finds nothing to do.
        await using var transaction = connection.BeginTransaction(deferred: false);
        var result = await change(new Session(connection, transaction, SchemaTimeout, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
