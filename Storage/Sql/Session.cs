using System.Data;
using System.Data.Common;
using Dapper;
using Molecule.Storage.Sqlite;

namespace Molecule.Storage.Sql;

/// <summary>A connection for the length of one operation. Every command has its transaction and time-out.</summary>
sealed class Session(
    DbConnection connection, DbTransaction? transaction, TimeSpan timeout, CancellationToken cancellationToken, RowStatements? statements = null)
{
    // Rounded up: zero would mean for ever.
    readonly int _timeoutSeconds = (int)Math.Ceiling(timeout.TotalSeconds);

    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>
    /// A statement to be run once for each row, with the parameters <c>?1</c>, <c>?2</c> …. Only while SQLite is written: where no server is asked,
    /// nothing is cheaper.
    /// </summary>
    public RowStatement Rows(string sql) =>
        statements is null ? throw new InvalidOperationException("Rows are written one by one only where no server is asked.") : statements.Get(sql);

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>For long lists of large rows: each is converted as it arrives, so that only one is held in both forms.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="convert">Makes a result of a row.</param>
    /// <param name="isEnough">Told of each result: true ends the list with it.</param>
    public async Task<List<TResult>> SelectAsync<TRow, TResult>(
        string sql, object? parameters, Func<TRow, TResult> convert, Func<TResult, bool>? isEnough = null)
    {
        var results = new List<TResult>();
        var rows = connection.QueryUnbufferedAsync<TRow>(sql, parameters, transaction, _timeoutSeconds, CommandType.Text);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            results.Add(convert(row));
            if (isEnough is not null && isEnough(results[^1]))
                break;
        }

        return results;
    }

    public Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(Command(sql, parameters));

    // Said, because Dapper takes a text of one word for a procedure.
    CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, _timeoutSeconds, CommandType.Text, cancellationToken: cancellationToken);
}
