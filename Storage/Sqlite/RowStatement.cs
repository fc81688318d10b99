using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Molecule.Storage.Sqlite;

/// <summary>
/// A statement that stays prepared and is run once for each row. It speaks to SQLite itself: the driver looks each parameter's place up by its name,
/// for each row again, which costs as much as the insert.
/// </summary>
sealed class RowStatement : IDisposable
{
    const int StackLimit = 512;

    readonly sqlite3 _connection;
    readonly sqlite3_stmt _statement;
    int _bound;

    public RowStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Gives the next parameter a text. What both databases cannot hold is replaced, see <see cref="Sql.DbText"/>.</summary>
    public RowStatement Add(string text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            // This replaces unpaired surrogates; zeros are so rare that the text is made anew for them.
            Utf8.FromUtf16(text, buffer, out _, out var length);
            if (buffer[..length].Contains((byte)0))
                Utf8.FromUtf16(Sql.DbText.Clean(text), buffer, out _, out length);
            Check(raw.sqlite3_bind_text(_statement, ++_bound, buffer[..length]));
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Gives the next parameter a text that is there as UTF-8.</summary>
    public RowStatement Add(ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, ++_bound, utf8));
        return this;
    }

    /// <summary>Gives the next parameter a number.</summary>
    public RowStatement Add(long number)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, number));
        return this;
    }

    /// <summary>Runs it with the values that were added, and forgets them: a row's bodies may be large.</summary>
    public void Run()
    {
        try
        {
            var result = raw.sqlite3_step(_statement);
            if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
                Check(result);
        }
        finally
        {
            Clear();
        }
    }

    public void Dispose() => _statement.Dispose();

    void Clear()
    {
        _bound = 0;
        raw.sqlite3_reset(_statement); // Says again what the step said.
        raw.sqlite3_clear_bindings(_statement);
    }

    void Check(int result)
    {
        if (result == raw.SQLITE_OK)
            return;
        if (_bound > 0)
            Clear(); // The next row starts with its first value.
        SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
