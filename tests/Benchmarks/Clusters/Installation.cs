using System.Globalization;
using Molecule.Benchmarks.Servers;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;
using Molecule.TestSupport.Processes;
using Npgsql;

namespace Molecule.Benchmarks.Clusters;

/// <summary>A setup that runs.</summary>
sealed class Installation : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-cluster-benchmark-").FullName;
    readonly List<SiloProcess> _silos = [];
    readonly List<Uri> _gateways = [];

    readonly List<int> _ports = [];

    /// <summary>One for each process.</summary>
    public IReadOnlyList<Uri> Gateways => _gateways;

    /// <summary>The port of each process that other silos reach it by, in the order of the gateways.</summary>
    public IReadOnlyList<int> SiloPorts => _ports;

    /// <summary>The database; null: a file.</summary>
    public string? Connection { get; private set; }

    /// <summary>Processor time of all silos.</summary>
    public TimeSpan ProcessorTime => _silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.ProcessorTime);

    /// <summary>What of it the compiler has taken, in threads that are still there.</summary>
    public TimeSpan CompilerTime => _silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + Compiler.TimeIn(silo.Id));

    /// <summary>Memory of all silos, in bytes.</summary>
    public long ResidentBytes => _silos.Sum(silo => silo.ResidentBytes);

    /// <summary>Starts it, over an empty database.</summary>
    public static async Task<Installation> StartAsync(Setup setup, PostgresServer server)
    {
        var installation = new Installation();
        try
        {
            installation.Connection = setup.OnPostgres ? await server.CreateDatabaseAsync() : null;
            (string, string)[] database = installation.Connection is { } connection ? [("DATABASE_URL", UrlOf(connection))] : [];
            (string, string)[] shared = [.. Shared, .. setup.Variables, .. database];
            await using (var migrate = SiloProcess.StartProgram(setup.Program, "migrate", installation.DirectoryOf(0), shared))
            {
                if (await migrate.EndAsync() != 0)
                    throw new InvalidOperationException($"The database cannot be prepared:\n{migrate.Output}");
            }

            // The first creates what they share; the others then join at once.
            for (var i = 0; i < setup.Silos; i++)
                await installation.AddAsync(setup, i, shared);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // A machine that is loaded on purpose must not look like the death of a silo.
    static readonly (string, string)[] Shared =
    [
        ("ADMIN_TOKEN", MoleculeServer.AdminToken), ("MOLECULE_ENV", "development"), ("MOLECULE_LOG_LEVEL", "warning"), ("RATE_LIMIT", "1000000000"),
        ("MOLECULE_PROBE_TIMEOUT_MS", "10000"), ("MOLECULE_RESPONSE_TIMEOUT_SECONDS", "30"), ("PORT", "0"), Compiler.Haste,
    ];

    async Task AddAsync(Setup setup, int number, (string, string)[] shared)
    {
        _ports.Add(Ports.Free());
        (string, string)[] variables =
        [
            .. shared, ("MOLECULE_SILO_PORT", _ports[^1].ToString(CultureInfo.InvariantCulture)),
            ("MOLECULE_GATEWAY_PORT", Ports.Free().ToString(CultureInfo.InvariantCulture)),
        ];
        var silo = SiloProcess.StartProgram(setup.Program, "serve", DirectoryOf(number), variables);
        _silos.Add(silo);
        _gateways.Add(new Uri($"http://127.0.0.1:{(await silo.ReadyAsync()).Port}/"));
    }

    string DirectoryOf(int number) => Path.Combine(_directory, number.ToString(CultureInfo.InvariantCulture));

    static string UrlOf(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        return $"postgres://{settings.Username}@localhost/{settings.Database}?host={Uri.EscapeDataString(settings.Host!)}";
    }
}
