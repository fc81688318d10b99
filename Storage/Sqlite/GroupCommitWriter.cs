using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Sqlite;

/// <summary>
/// SQLite has one writer, and a durable commit costs a disk write. So all writes of the process go through one thread, and those that arrive while a
/// commit is on its way share the next one. Nobody waits for company: a lone write is committed at once. The thread is its own because it blocks on
/// the disk: SQLite is synchronous below its asynchronous methods, so no await in here leaves it. Each caller waits for the commit that holds its
/// write, and one that fails undoes only itself.
/// </summary>
sealed partial class GroupCommitWriter : IAsyncDisposable
{
    readonly BlockingCollection<WriteOperation> _waiting;
    readonly List<WriteOperation> _batch = [];
    readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SqliteConnections _connections;
    readonly StorageOptions _options;
    readonly StorageMetrics _metrics;
    readonly ILogger _logger;
    WriterConnection? _connection;

    public GroupCommitWriter(SqliteConnections connections, StorageOptions options, StorageMetrics metrics, ILogger logger)
    {
        _connections = connections;
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _waiting = new(options.MaxWaitingWrites);
        // Unsafe: without the ambient values of whoever happens to be the first to use the store.
        new Thread(() => _ = RunAsync()) { IsBackground = true, Name = "Molecule SQLite writer" }.UnsafeStart();
    }

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> write)
    {
        var operation = new WriteOperation<T>(write);
        try
        {
            if (_waiting.TryAdd(operation))
                return operation.Done;
            LogFull(_logger, _options.MaxWaitingWrites);
        }
        catch (InvalidOperationException)
        {
            // The program stops.
        }

        return Task.FromException<T>(new StorageUnavailableException());
    }

    public async ValueTask DisposeAsync()
    {
        // What was accepted is still written.
        _waiting.CompleteAdding();
        await _stopped.Task;
    }

    async Task RunAsync()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            _batch.Add(first);
            while (_batch.Count < _options.MaxBatch && _waiting.TryTake(out var next))
                _batch.Add(next);
            await CommitAsync();
            _batch.Clear();
        }

        _connection?.Dispose();
        _stopped.SetResult();
    }

    async Task CommitAsync()
    {
        try
        {
            _connection ??= new(_connections.OpenWriter(), _options.CommandTimeout);
            _connection.Begin();
            foreach (var operation in _batch)
                await ApplyAsync(_connection, operation);
            _connection.Commit();
        }
        catch (Exception error)
        {
            // Whatever it was (a full disk, a commit that failed), a new connection starts from a known state.
            LogLost(_logger, _batch.Count, error);
            _connection?.Dispose();
            _connection = null;
            foreach (var operation in _batch)
                operation.Fail(new StorageUnavailableException());
            return;
        }

        _metrics.Committed(_batch.Count);
        foreach (var operation in _batch)
            operation.Complete();
    }

    async Task ApplyAsync(WriterConnection connection, WriteOperation operation)
    {
        try
        {
            await (_batch.Count == 1 ? connection.ApplyAloneAsync(operation) : connection.ApplyAsync(operation));
        }
        catch (DbException error) when (!connection.IsTransactionLost)
        {
            LogFailed(_logger, error);
            operation.Fail(new StorageUnavailableException());
        }
        catch (Exception error) when (!connection.IsTransactionLost)
        {
            operation.Fail(error);
        }
    }
}
