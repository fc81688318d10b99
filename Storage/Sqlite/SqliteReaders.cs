using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Sqlite;

/// <summary>A bounded set of connections that read. In WAL mode they see the last commit and neither wait for the writer nor hold it up.</summary>
sealed class SqliteReaders(SqliteConnections connections, StorageOptions options) : IDisposable
{
    readonly ConcurrentBag<SqliteConnection> _idle = [];
    readonly SemaphoreSlim _places = new(options.ReaderCount, options.ReaderCount);

    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(options.ConnectTimeout, cancellationToken))
            throw new FaultException(Fault.Unknown, $"None of the {options.ReaderCount} readers became free in {options.ConnectTimeout}.");
        // SQLite reads on the thread that asks, and that may be one that others wait for (decision 0027).
        if (!Thread.CurrentThread.IsThreadPoolThread)
            await Task.Yield();
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : connections.OpenReader();
            try
            {
                var result = await read(new Session(connection, null, options.CommandTimeout, cancellationToken));
                _idle.Add(connection);
                return result;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }
}
