using Microsoft.Data.Sqlite;
using Molecule.Storage.Sql;
using SQLitePCL;

namespace Molecule.Storage.Sqlite;

/// <summary>The connection that writes, with its transaction commands prepared.</summary>
sealed class WriterConnection : IDisposable
{
    readonly SqliteConnection _connection;
    readonly RowStatements _rows;
    readonly SqliteCommand _begin;
    readonly SqliteCommand _commit;
    readonly SqliteCommand _rollback;
    readonly SqliteCommand _mark;
    readonly SqliteCommand _keep;
    readonly SqliteCommand _undo;

    public WriterConnection(SqliteConnection connection, TimeSpan timeout)
    {
        _connection = connection;
        // What an operation changes is noted until it is kept, so that it can be undone alone. By default in a file that is made and deleted each time.
        using (var command = Command("PRAGMA temp_store = MEMORY"))
            command.ExecuteNonQuery();
        _rows = new(connection);
        Session = new(connection, null, timeout, CancellationToken.None, _rows);
        // IMMEDIATE: wait for another process here, not in the middle.
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollback = Command("ROLLBACK");
        _mark = Command("SAVEPOINT operation");
        _keep = Command("RELEASE operation");
        _undo = Command("ROLLBACK TO operation");
    }

    public Session Session { get; }

    /// <summary>Whether SQLite gave the transaction up by itself, as it does when the disk is full or fails.</summary>
    public bool IsTransactionLost => raw.sqlite3_get_autocommit(_connection.Handle!) != 0;

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Applies one operation so that its failure undoes nothing but itself.</summary>
    public async Task ApplyAsync(WriteOperation operation)
    {
        _mark.ExecuteNonQuery();
        try
        {
            await operation.ApplyAsync(Session);
        }
        catch when (!IsTransactionLost)
        {
            _undo.ExecuteNonQuery();
            _keep.ExecuteNonQuery();
            throw;
        }

        _keep.ExecuteNonQuery();
    }

    /// <summary>Applies the only operation of a commit: undoing it is undoing the commit.</summary>
    public async Task ApplyAloneAsync(WriteOperation operation)
    {
        try
        {
            await operation.ApplyAsync(Session);
        }
        catch when (!IsTransactionLost)
        {
            _rollback.ExecuteNonQuery();
            _begin.ExecuteNonQuery();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _commit, _rollback, _mark, _keep, _undo])
            command.Dispose();
        _rows.Dispose();
        // Rolls back what was not committed.
        _connection.Dispose();
    }

    SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
