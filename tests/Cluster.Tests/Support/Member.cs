using System.Net;
using Molecule.Cluster.Tests.Network;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Support;

/// <summary>One silo of the cluster: a process, and after it perhaps another in its place.</summary>
sealed class Member(int number, string directory, IReadOnlyList<(string, string)> variables) : IAsyncDisposable
{
    const int Tries = 4;

    readonly List<string> _past = [];
    SiloProcess? _process;
    Relay? _door;
    Uri? _url;

    public int Number => number;

    /// <summary>The port by which the others know it.</summary>
    public int SiloPort { get; } = Ports.Free();

    public SiloProcess Process => _process ?? throw new InvalidOperationException("The silo was not started.");

    /// <summary>Where its gateway is reached. Before its first start: nowhere.</summary>
    public Uri Url => _url ?? new Uri("http://127.0.0.1:1/");

    public bool IsRunning => _process is { HasEnded: false };

    /// <summary>What its processes printed, the end of it.</summary>
    public string Log => string.Join('\n', _past.Append(_process?.Output ?? "").SelectMany(text => text.Split('\n')).TakeLast(200).Select(line => line.Length > 300 ? line[..300] : line));

    /// <summary>Starts its process, here or on an island.</summary>
    public async Task StartAsync(IPAddress address, string database, Island? island)
    {
        await LeaveAsync();
        (string, string)[] all =
        [
            .. variables, ("DATABASE_URL", database), ("MOLECULE_ADVERTISED_IP", $"{address}"), ("PORT", "0"),
            ("MOLECULE_SILO_PORT", $"{SiloPort}"), ("MOLECULE_GATEWAY_PORT", $"{Ports.Free()}"),
        ];
        var url = await LaunchAsync(() => island is null ? SiloProcess.Start(directory, all) : SiloProcess.StartWithin(island.Enter, directory, all));
        if (island is not null)
            _door = new Relay(Relay.Bound(Relay.Tcp(), IPAddress.Loopback), island.Socket, new IPEndPoint(IPAddress.Loopback, url.Port));
        _url = new Uri($"http://127.0.0.1:{_door?.Port ?? url.Port}/");
    }

    /// <summary>Ends it. What its processes printed goes to the directory that <c>CLUSTER_LOGS</c> names, if it names one.</summary>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (Environment.GetEnvironmentVariable("CLUSTER_LOGS") is { Length: > 0 } logs)
            await File.AppendAllLinesAsync(Path.Combine(Directory.CreateDirectory(logs).FullName, $"silo{number}.log"), _past);
    }

    public override string ToString() => $"silo {number}";

    // As a service manager does: a silo that is so slow to start that the others give it up is started again.
    async Task<Uri> LaunchAsync(Func<SiloProcess> start)
    {
        for (var tries = 1; ; tries++)
        {
            _process = start();
            try
            {
                return await _process.ReadyAsync();
            }
            catch (InvalidOperationException) when (tries < Tries && _process.HasEnded)
            {
                await EndAsync(_process);
            }
        }
    }

    async Task EndAsync(SiloProcess process)
    {
        await process.DisposeAsync();
        _past.Add(process.Output);
        _process = null;
    }

    async Task LeaveAsync()
    {
        if (_process is not null) await EndAsync(_process);
        if (_door is not null) await _door.DisposeAsync();
        _door = null;
    }
}
