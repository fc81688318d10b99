using System.Data;
using System.Data.Common;
using Dapper;

namespace Molecule.Storage.Sql;

/// <summary>A connection for the length of one operation. Every command has its transaction and time-out.</summary>
sealed class Session(DbConnection connection, DbTransaction? transaction, TimeSpan timeout, CancellationToken cancellationToken)
{
    // Rounded up: zero would mean for ever.
    readonly int _timeoutSeconds = (int)Math.Ceiling(timeout.TotalSeconds);
    Dictionary<string, RowCommand>? _rowCommands;

    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>
    /// Runs a statement once for each row, on a command that is kept for as long as the connection: where no server is asked, nothing is cheaper.
    /// </summary>
    /// <param name="sql">The statement, with the parameters <c>@p0</c>, <c>@p1</c> ….</param>
    /// <param name="rows">The values of each row, in the order of the parameters.</param>
    public void ExecuteEach(string sql, IEnumerable<object?[]> rows)
    {
        _rowCommands ??= [];
        if (!_rowCommands.TryGetValue(sql, out var command))
            _rowCommands[sql] = command = new(connection, sql, _timeoutSeconds);
        command.Execute(rows);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>For long lists of large rows: each is converted as it arrives, so that only one is held in both forms.</summary>
    public async Task<List<TResult>> SelectAsync<TRow, TResult>(string sql, object? parameters, Func<TRow, TResult> convert)
    {
        var results = new List<TResult>();
        var rows = connection.QueryUnbufferedAsync<TRow>(sql, parameters, transaction, _timeoutSeconds, CommandType.Text);
        await foreach (var row in rows.WithCancellation(cancellationToken))
            results.Add(convert(row));
        return results;
    }

    public Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(Command(sql, parameters));

    // Said, because Dapper takes a text of one word for a procedure.
    CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, _timeoutSeconds, CommandType.Text, cancellationToken: cancellationToken);
}
