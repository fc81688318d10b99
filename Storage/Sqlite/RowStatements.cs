using Microsoft.Data.Sqlite;

namespace Molecule.Storage.Sqlite;

/// <summary>The row statements of a connection. They end before it does: one that is left would keep it, and its transaction, open.</summary>
sealed class RowStatements(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, RowStatement> _statements = [];

    /// <summary>The statement, prepared.</summary>
    public RowStatement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new(connection, sql));
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
