using System.Data.Common;

namespace Molecule.Storage.Sql;

/// <summary>A command that stays prepared between its uses. Belongs to a connection and ends with it.</summary>
sealed class RowCommand(DbConnection connection, string sql, int timeoutSeconds)
{
    DbCommand? _command;

    /// <summary>Runs it for each row.</summary>
    public void Execute(IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            var command = _command ??= Create(row.Length);
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
            foreach (DbParameter parameter in command.Parameters)
                parameter.Value = DBNull.Value; // A row's bodies may be large.
        }
    }

    DbCommand Create(int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = timeoutSeconds;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
