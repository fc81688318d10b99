using System.Net.Sockets;
using Molecule.Storage.Sql;
using Npgsql;

namespace Molecule.Storage.Postgres;

/// <summary>A pool of connections for one purpose.</summary>
sealed class PostgresPool(StorageOptions options, string purpose, int size, bool pooled = true) : IAsyncDisposable
{
    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(Settings(options, purpose, size, pooled));

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException)
        {
            // An unknown host comes as the bare error of the socket. Nothing was sent yet: trying again is always safe.
            throw new FaultException(Fault.NotApplied, "No connection.", error);
        }
    }

    /// <summary>After a lost connection the idle ones are lost as well, most likely: the next attempt opens a new one.</summary>
    public void Forget() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    static NpgsqlConnectionStringBuilder Settings(StorageOptions options, string purpose, int size, bool pooled) => new(options.ConnectionString)
    {
        ApplicationName = $"molecule-{purpose}",
        Pooling = pooled,
        MaxPoolSize = size,
        Timeout = (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds),
        CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
        KeepAlive = 30,
        // The statements are few and constant: each connection prepares them once.
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        // No session state is ever changed, so there is nothing to reset.
        NoResetOnClose = true,
    };
}
