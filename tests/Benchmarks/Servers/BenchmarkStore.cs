using Molecule.Storage;
using Molecule.TestSupport.Postgres;
using Npgsql;

namespace Molecule.Benchmarks.Servers;

/// <summary>A store that outlives the servers that use it, and ends with the benchmark.</summary>
sealed class BenchmarkStore : IAsyncDisposable
{
    readonly PostgresServer? _server;
    readonly string? _directory;

    BenchmarkStore(StorageDialect dialect, string connectionString, PostgresServer? server, string? directory) =>
        (Dialect, ConnectionString, _server, _directory) = (dialect, connectionString, server, directory);

    public StorageDialect Dialect { get; }

    public string ConnectionString { get; }

    /// <summary>What a server's role is told of it.</summary>
    public IEnumerable<string> Arguments => [Dialect.ToString(), ConnectionString];

    /// <summary>Processor time that a database server of its own has used.</summary>
    public TimeSpan ProcessorTime => _server?.ProcessorTime ?? TimeSpan.Zero;

    /// <summary>As a server needs it.</summary>
    public StorageOptions Options => OptionsOf([Dialect.ToString(), ConnectionString]);

    /// <summary>The store that <see cref="Arguments"/> name.</summary>
    public static StorageOptions OptionsOf(string[] arguments) =>
        new() { Dialect = Enum.Parse<StorageDialect>(arguments[0]), ConnectionString = arguments[1] };

    /// <summary>An empty file.</summary>
    public static BenchmarkStore Sqlite()
    {
        var directory = Directory.CreateTempSubdirectory("molecule-benchmark-").FullName;
        return new(StorageDialect.Sqlite, $"Data Source={Path.Combine(directory, "molecule.db")}", null, directory);
    }

    /// <summary>An empty database on a server of its own that flushes each commit; null: there is none on this machine, and it said so.</summary>
    public static async Task<BenchmarkStore?> PostgresAsync()
    {
        if (PostgresServer.UnavailableReason is { } reason)
        {
            Console.WriteLine(reason);
            return null;
        }

        var server = new PostgresServer { IsDurable = true };
        return new(StorageDialect.Postgres, await server.CreateDatabaseAsync(), server, null);
    }

    /// <summary>
    /// Has PostgreSQL look at what its tables hold, as it does by itself once a minute: until then it goes by what it planned for them when they were empty, and
    /// reads a whole table for one row.
    /// </summary>
    public async Task AnalyzeAsync()
    {
        if (Dialect != StorageDialect.Postgres)
            return;
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand("ANALYZE");
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_directory is not null)
            Directory.Delete(_directory, recursive: true);
    }
}
