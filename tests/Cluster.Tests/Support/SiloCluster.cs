using System.Net;
using System.Net.Sockets;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Traffic;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(Molecule.Cluster.Tests.Support.SiloCluster))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Molecule.Cluster.Tests.Support;

/// <summary>
/// Three silos, each a process of its own, over a PostgreSQL server of their own. All tests use it, one after the other; each begins by making it whole again.
/// </summary>
public sealed class SiloCluster : IAsyncLifetime
{
    const int Size = 3;

    static readonly TimeSpan _probe = TimeSpan.FromSeconds(3);

    /// <summary>How long a silo speaks for its grains without being confirmed, where it is not hurried: two probes.</summary>
    internal static TimeSpan Tenure => 2 * _probe;

    readonly string _directory = Directory.CreateTempSubdirectory("molecule-cluster-").FullName;
    readonly PostgresServer _server = new();
    readonly List<Member> _members = [];
    readonly Dictionary<int, Relay> _agentDoors = [];
    string _connection = "";
    Relay? _databaseDoor;

    /// <summary>
    /// Whether its silos have the time-outs that they have at a user's. Else they wait longer for each other: on a busy machine a silo that got no processor is
    /// easily taken for dead.
    /// </summary>
    internal bool IsHurried { get; init; }

    internal IReadOnlyList<Member> Members => _members;

    internal Database Database { get; private set; } = null!;

    internal string Home => _directory;

    /// <summary>Where a silo can be cut off; null where the machine does not allow one.</summary>
    internal Island? Island { get; private set; }

    internal string IslandReason { get; private set; } = "";

    /// <summary>The address at which the silos meet.</summary>
    internal IPAddress Address => Island?.Silos.Here ?? IPAddress.Loopback;

    internal string Connection => _connection;

    internal string Logs => string.Join("\n\n", _members.Select(member => $"--- {member}\n{member.Log}"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// All three are there, know each other and take requests. Whoever is dead or ends meanwhile is started again, as by a service manager. Skips where there is no
    /// database server.
    /// </summary>
    /// <param name="apart">Who is started where it can be cut off.</param>
    internal async Task GatherAsync(Member? apart = null)
    {
        if (_members.Count == 0) await PrepareAsync();
        await using var watch = new Watch(_members);
        do
        {
            await Task.WhenAll(_members.Where(member => !member.IsRunning).Select(member => StartAsync(member, member == apart)));
            await MeetAsync();
            await Eventually.IsTrue(
                () => _members.Any(member => !member.IsRunning) || _members.All(member => watch.Of(member) == Health.Ready),
                () => $"{Logs}\n\nnot all are ready: {string.Join(", ", _members.Select(member => $"{member} {watch.Of(member)}"))}");
        }
        while (!_members.All(member => member.IsRunning));
    }

    /// <summary>All but some.</summary>
    internal IReadOnlyList<Member> Others(Member member) => [.. _members.Where(each => each != member)];

    /// <summary>Starts a member, perhaps where it can be cut off.</summary>
    internal Task StartAsync(Member member, bool apart = false) => apart
        ? member.StartAsync(Island!.Silos.There, DatabaseUrl($"{Island.Database.Here}:{_databaseDoor!.Port}"), Island)
        : member.StartAsync(Address, DatabaseUrl(null), null);

    /// <summary>Waits until the membership is the running silos and nobody else.</summary>
    internal Task MeetAsync() => Eventually.IsTrue(
        async () => (await Database.ActivePortsAsync()).Order().SequenceEqual(_members.Where(member => member.IsRunning).Select(member => member.SiloPort).Order()),
        () => $"the silos do not find each other\n{Logs}");

    /// <summary>Lets a silo on the island reach an agent here by the same address as all others.</summary>
    internal void LetAgentBeReached(int port)
    {
        if (Island is { } island && !_agentDoors.ContainsKey(port))
            _agentDoors[port] = new Relay(Relay.Bound(island.Socket(), IPAddress.Loopback, port), Relay.Tcp, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Whether the others say that a member is dead.</summary>
    internal async Task<bool> IsDeclaredDeadAsync(Member member) => !(await Database.ActivePortsAsync()).Contains(member.SiloPort);

    /// <summary>Lets the database stand still: whoever asks it hears nothing at all.</summary>
    internal async Task HangDatabaseAsync(Func<Task> meanwhile)
    {
        _server.StandStill();
        try
        {
            await meanwhile();
        }
        finally
        {
            _server.GoOn();
        }
    }

    internal async Task RestartDatabaseAsync(Func<Task> meanwhile)
    {
        await _server.StopAsync();
        await meanwhile();
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
        foreach (var door in _agentDoors.Values) await door.DisposeAsync();
        if (_databaseDoor is not null) await _databaseDoor.DisposeAsync();
        Island?.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    async Task PrepareAsync()
    {
        _connection = await _server.CreateDatabaseAsync();
        Database = new Database(_connection);
        await using var migrate = SiloProcess.StartCommand("migrate", Path.Combine(_directory, "migrate"), ("DATABASE_URL", DatabaseUrl(null)));
        (await migrate.EndAsync()).ShouldBe(0, migrate.Output);

        (Island, IslandReason) = Island.Create();
        if (Island is not null)
        {
            var server = new UnixDomainSocketEndPoint(Path.Combine(new NpgsqlConnectionStringBuilder(_connection).Host!, ".s.PGSQL.5432"));
            _databaseDoor = new Relay(
                Relay.Bound(Relay.Tcp(), Island.Database.Here), () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), server);
        }

        for (var i = 0; i < Size; i++) _members.Add(new Member(i, Path.Combine(_directory, $"{i}"), Variables));
        foreach (var (name, config) in new[] { ("band", Bands.Template), ("bass", ""), ("drums", "") })
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(Templates, name)).FullName, "config.yaml"), config);
    }

    string Templates => Path.Combine(_directory, "templates");

    IReadOnlyList<(string, string)> Variables =>
    [
        ("MOLECULE_ENV", "development"), ("MOLECULE_LOG_LEVEL", "warning"), ("RATE_LIMIT", "10000000"), ("MOLECULE_DRAIN_SECONDS", "1"), ("CONFIGS_DIR", Templates),
        .. IsHurried ? [] : new[] { ("MOLECULE_PROBE_TIMEOUT_MS", $"{_probe.TotalMilliseconds}") },
    ];

    string DatabaseUrl(string? host)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connection);
        return host is null
            ? $"postgres://{settings.Username}@localhost/{settings.Database}?host={Uri.EscapeDataString(settings.Host!)}"
            : $"postgres://{settings.Username}@{host}/{settings.Database}";
    }
}
