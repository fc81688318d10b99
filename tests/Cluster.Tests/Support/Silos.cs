using System.Net;
using System.Net.Sockets;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Molecule.Cluster.Tests.Support;

/// <summary>Silos of one cluster, each a process of its own, over a database of their own.</summary>
sealed class Silos : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-cluster-").FullName;
    readonly string _connection;
    readonly List<(SiloProcess Process, Uri Url, int Port)> _members = [];

    Silos(string connection) => _connection = connection;

    public string Logs => string.Join("\n\n", _members.Select(member => member.Process.Output));

    public string Home => _directory;

    public static async Task<Silos> StartAsync(PostgresServer server, int count)
    {
        var silos = new Silos(await server.CreateDatabaseAsync());
        await using var migrate = SiloProcess.StartCommand("migrate", Path.Combine(silos._directory, "migrate"), [.. silos.Variables]);
        (await migrate.EndAsync()).ShouldBe(0, migrate.Output);
        for (var i = 0; i < count; i++) await silos.AddAsync();
        return silos;
    }

    public SiloProcess Process(int i) => _members[i].Process;

    public Uri Url(int i) => _members[i].Url;

    /// <summary>Starts another silo.</summary>
    public async Task AddAsync()
    {
        var (port, gateway) = (FreePort(), FreePort());
        var process = SiloProcess.Start(Path.Combine(_directory, $"{_members.Count}"),
            [.. Variables, ("PORT", "0"), ("MOLECULE_SILO_PORT", $"{port}"), ("MOLECULE_GATEWAY_PORT", $"{gateway}")]);
        _members.Add((process, await process.ReadyAsync(), port));
    }

    /// <summary>Whether the others say that a silo is dead.</summary>
    public async Task<bool> IsDeclaredDeadAsync(int i) =>
        await ScalarAsync<long>($"SELECT count(*) FROM OrleansMembershipTable WHERE Status = 6 AND Port = {_members[i].Port}") > 0;

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _, _) in _members) await process.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    IEnumerable<(string, string)> Variables =>
    [
        ("DATABASE_URL", DatabaseUrl), ("MOLECULE_ENV", "development"), ("MOLECULE_LOG_LEVEL", "warning"), ("RATE_LIMIT", "1000000"),
    ];

    string DatabaseUrl
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(_connection);
            return $"postgres://{settings.Username}@localhost/{settings.Database}?host={Uri.EscapeDataString(settings.Host!)}";
        }
    }

    // Below the range from which the system takes ports of its own accord, so that nobody else gets it meanwhile.
    static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(11_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
