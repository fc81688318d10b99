using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;
using Molecule.TestSupport.Processes;

// One process after the other: the machine may have two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Molecule.Composition.Tests.Support;

/// <summary>Processes over one database of their own, in a directory of their own.</summary>
sealed class Installation : IAsyncDisposable
{
    const int Attempts = 5;

    readonly List<SiloProcess> _processes = [];
    readonly string _databaseUrl;

    Installation(string databaseUrl) => _databaseUrl = databaseUrl;

    /// <summary>Where its files are.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("molecule-composition-").FullName;

    /// <summary>What all its processes printed.</summary>
    public string Logs => string.Join("\n\n", _processes.Select(process => process.Output));

    /// <summary>
    /// For every process. A machine that has other things to do must not make silos give each other up, or calls: nothing here is about how soon that is.
    /// </summary>
    public List<(string Name, string Value)> Variables { get; } =
    [
        ("PORT", "0"), ("MOLECULE_ENV", "development"), ("MOLECULE_LOG_LEVEL", "warning"), ("RATE_LIMIT", "1000000"),
        ("MOLECULE_PROBE_TIMEOUT_MS", "5000"), ("MOLECULE_RESPONSE_TIMEOUT_SECONDS", "60"),
    ];

    /// <summary>An installation whose schema is that of the program.</summary>
    public static async Task<Installation> CreateAsync(PostgresServer server)
    {
        var made = new Installation(await server.CreateAsync());
        var migration = made.Launch("migrate");
        (await migration.EndAsync()).ShouldBe(0, migration.Output);
        return made;
    }

    /// <summary>Starts a process in a role and waits until it is ready.</summary>
    public async Task<Member> StartAsync(string role, params (string Name, string Value)[] variables)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (silo, gateway) = (Ports.Free(), Ports.Free());
            var process = Launch($"serve --role {role}", [.. PortsOf(silo, gateway), .. variables]);
            try
            {
                return new Member(process, await process.ReadyAsync(), silo);
            }
            catch (InvalidOperationException) when (attempt < Attempts && process.Output.Contains("Something else listens", StringComparison.Ordinal))
            {
                // Somebody was faster.
            }
        }
    }

    /// <summary>Starts a command of the program, with ports that nobody has.</summary>
    public SiloProcess LaunchAlone(string command, params (string Name, string Value)[] variables) =>
        Launch(command, [.. PortsOf(Ports.Free(), Ports.Free()), .. variables]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    SiloProcess Launch(string command, params (string Name, string Value)[] variables)
    {
        var data = Path.Combine(Home, $"{_processes.Count}");
        var process = SiloProcess.StartCommand(command, data, [("DATABASE_URL", _databaseUrl), .. Variables, .. variables]);
        _processes.Add(process);
        return process;
    }

    static (string, string)[] PortsOf(int silo, int gateway) => [("MOLECULE_SILO_PORT", $"{silo}"), ("MOLECULE_GATEWAY_PORT", $"{gateway}")];
}

/// <summary>A process that is ready.</summary>
sealed record Member(SiloProcess Process, Uri Url, int SiloPort);
