using Npgsql;

namespace Molecule.TestSupport.Postgres;

/// <summary>Another program that waits to own a database: it has it in the instant in which the present owner's session ends.</summary>
public sealed class DatabaseRival : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;
    readonly Task _taking;

    DatabaseRival(NpgsqlConnection connection, Task taking) => (_connection, _taking) = (connection, taking);

    /// <summary>Starts to wait, behind the owner that there is.</summary>
    public static async Task<DatabaseRival> StandInLineAsync(string database)
    {
        var connection = new NpgsqlConnection(database + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        var taking = TakeAsync(connection);
        while (!await IsWaitingAsync(database, connection.ProcessID))
            await Task.Delay(20);
        return new DatabaseRival(connection, taking);
    }

    /// <summary>Ends the session of the database's owner, as an operator may.</summary>
    public static async Task EndOwnerAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'molecule-owner' AND datname = current_database()", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Task.WhenAny(_taking);
    }

    static async Task TakeAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(1299147877, hashtext(current_schema()))", connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<bool> IsWaitingAsync(string database, int pid)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM pg_locks WHERE pid = {pid} AND NOT granted", connection);
        return await command.ExecuteScalarAsync() is > 0L;
    }
}
