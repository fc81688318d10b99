using System.Diagnostics;
using Molecule.TestSupport.Processes;
using Npgsql;
using Xunit;

namespace Molecule.TestSupport.Postgres;

/// <summary>
/// A real PostgreSQL server in a temporary directory, reached through a socket there. Use it as an assembly fixture: one server for all tests, one
/// database for each class. It starts when the first database is asked for, and ends with the test process however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    readonly SemaphoreSlim _gate = new(1, 1);
    // Short: the path of a socket has a limit of about a hundred characters.
    readonly string _directory = Path.Combine("/tmp", "molpg-" + Guid.NewGuid().ToString("N")[..12]);
    Process? _process;
    int _databases;

    /// <summary>Whether what is committed survives a power failure, as on a server that one would use. Default: no, which is faster.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Why there can be no server here, or null.</summary>
    public static string? UnavailableReason =>
        OperatingSystem.IsWindows() ? "PostgreSQL tests need a Unix system."
        : PostgresBinaries.Find() is null ? "No PostgreSQL server found (initdb and postgres): set PG_BIN or install the package postgresql."
        : null;

    /// <summary>Makes an empty database and starts the server if need be. Skips the test when there is no server program on this machine.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(UnavailableReason is not null, UnavailableReason ?? "");
        await StartAsync();
        var name = $"db{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Starts the server; does nothing when it runs.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_process is not null)
                return;
            _process = Launch(PostgresBinaries.Find()!);
            await AnswersAsync(_process);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the server at once, connections cut; its data stays, and <see cref="StartAsync"/> brings it back.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await EndAsync("stop");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets the server stand still: connections stay, and nothing comes back, until <see cref="GoOn"/>.</summary>
    public void StandStill()
    {
        // Twice: while it was counted it may have begun another process.
        for (var i = 0; i < 2; i++)
            ProcessTree.Signal(_process!.Id, "STOP");
    }

    /// <summary>Ends <see cref="StandStill"/>.</summary>
    public void GoOn() => ProcessTree.Signal(_process!.Id, "CONT");

    /// <summary>Processor time that the server and all its helpers have used.</summary>
    public TimeSpan ProcessorTime => _process is { } process ? ProcessTree.ProcessorTime(process.Id) : TimeSpan.Zero;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(null);
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
        _gate.Dispose();
    }

    async Task EndAsync(string? order)
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (order is not null)
            await process.StandardInput.WriteLineAsync(order);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    Process Launch(string binaries)
    {
        Directory.CreateDirectory(_directory);
        // A copy: the server's user need not be allowed to look into where the tests were built.
        var script = Path.Combine(_directory, "serve.sh");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Postgres", "serve.sh"), script, overwrite: true);
        List<string> command = ["/bin/sh", script, binaries, _directory, IsDurable ? "durable" : "fast"];
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            Run("chown", "-R", user, _directory);
            command = ["setpriv", $"--reuid={user}", $"--regid={Run("id", "-g", user)}", "--clear-groups", .. command];
        }

        // The parent's death closes the pipe. A death signal would not do: it is tied to the thread that starts the process.
        return Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = _directory })!;
    }

    async Task AnswersAsync(Process process)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException error) when (!process.HasExited && Stopwatch.GetElapsedTime(started) < StartLimit)
            {
                _ = error;
            }
            catch (NpgsqlException error)
            {
                throw new InvalidOperationException($"PostgreSQL does not start:\n{Log("initdb.log")}\n{Log("server.log")}", error);
            }
        }
    }

    async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    string ConnectionString(string database) => $"Host={_directory};Username=molecule;Database={database}";

    string Log(string name) => File.Exists(Path.Combine(_directory, name)) ? File.ReadAllText(Path.Combine(_directory, name)) : "";

    static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} failed with {process.ExitCode}.");
    }
}
