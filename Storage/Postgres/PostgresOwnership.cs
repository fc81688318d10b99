using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Molecule.Storage.Ownership;
using Molecule.Storage.Sql;
using Npgsql;

namespace Molecule.Storage.Postgres;

/// <summary>
/// An advisory lock of the server, held by a session of its own for as long as the program lives. When the session breaks (the server restarts, an
/// operator ends it) the lock goes with it, and is taken back unless somebody else was faster.
/// </summary>
sealed partial class PostgresOwnership(StorageOptions options, StorageMetrics metrics, TimeProvider time, ILogger<PostgresOwnership> logger)
    : IStoreOwnership
{
    // A host that lost its power ends no session: the server finds out by itself, within half a minute.
    const string Watch = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";

    // "Mole" as a number, and the schema: two installations may share a database by it.
    const string Take = "SELECT pg_try_advisory_lock(1299147877, hashtext(coalesce(current_schema(), '')))";
    const string Identify = "SELECT backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    const string EndFormer = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = @pid AND backend_start::text = @start";

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly PostgresPool _connections = new(options, "owner", 1, pooled: false);
    readonly RetryPolicy _retry = new(options, metrics, time, logger);
    NpgsqlConnection? _session;
    int _pid;
    string _start = "";

    public Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken cancellationToken) => OwnershipPatience.TryAsync(
        () => _retry.RunAsync(() => TryOnceAsync(cancellationToken), PostgresFaults.Classify, repeatable: true, cancellationToken),
        patience,
        time,
        cancellationToken);

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        do
        {
            await UntilBrokenAsync(cancellationToken);
        }
        while (await TakeBackAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        await _connections.DisposeAsync();
    }

    // The server has nothing to say to this session: the wait ends with its loss.
    async Task UntilBrokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await _session!.WaitAsync(cancellationToken);
        }
        catch (Exception error) when (IsLoss(error) && !cancellationToken.IsCancellationRequested)
        {
            LogLost(logger, error.Message);
        }
    }

    async Task<bool> TakeBackAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await TryOnceAsync(cancellationToken))
                    return true;
                // The server may not have missed the former session yet. It may also have ended it just now.
                if (!await EndFormerSessionAsync(cancellationToken))
                    return await TryOnceAsync(cancellationToken);
            }
            catch (Exception error) when (IsLoss(error) && !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(logger, error.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    async Task<bool> TryOnceAsync(CancellationToken cancellationToken)
    {
        if (_session is { } former)
        {
            _session = null;
            await former.DisposeAsync();
        }

        var session = await _connections.OpenAsync(cancellationToken);
        try
        {
            await ScalarAsync(session, Watch, cancellationToken);
            if (await ScalarAsync(session, Take, cancellationToken) is not true)
                return false;
            _start = (string)(await ScalarAsync(session, Identify, cancellationToken))!;
            (_session, _pid) = (session, session.ProcessID);
            LogTaken(logger);
            return true;
        }
        finally
        {
            if (_session != session)
                await session.DisposeAsync();
        }
    }

    async Task<bool> EndFormerSessionAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _connections.OpenAsync(cancellationToken);
        return await ScalarAsync(connection, EndFormer, cancellationToken, new("pid", _pid), new("start", _start)) is > 0L;
    }

    static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    static bool IsLoss(Exception error) => error is NpgsqlException or FaultException or SocketException or IOException or TimeoutException;
}
