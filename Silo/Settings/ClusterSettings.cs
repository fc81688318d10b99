using System.Net;
using Molecule.Storage;

namespace Molecule.Silo.Settings;

/// <summary>What a process is and how it finds the others. Only a build on Orleans has others.</summary>
sealed record ClusterSettings
{
    /// <summary>How many probes in a row a silo may leave unanswered.</summary>
    public const int MissedProbes = 2;

    /// <summary>What this process does.</summary>
    public SiloRole Role { get; init; } = SiloRole.All;

    /// <summary>Processes with one name find each other. It may change with a deployment; two deployments side by side have two.</summary>
    public string ClusterId { get; init; } = "molecule";

    /// <summary>The name under which reminders and state are kept. It never changes.</summary>
    public string ServiceId { get; init; } = "molecule";

    /// <summary>The address of this host by which the others reach it. The cluster's ports are listened on there and nowhere else.</summary>
    public IPAddress AdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>The port for processes that are gateways only.</summary>
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>How long a silo may take to answer a probe. Two missed probes, seen by two silos, are its death.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the others wait at least, after the last word from a silo, before they declare it dead.</summary>
    public TimeSpan DeclarationTime => ProbeTimeout * MissedProbes;

    /// <summary>
    /// How long a call between processes waits for its answer. A caller behind a silo that died learns it after this time at the latest, and everything
    /// is to answer again within 5 s.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long one step of such a call may take: a connection that is opened, a look at who is a member.</summary>
    public TimeSpan StepTimeout => ResponseTimeout / 2;

    /// <summary>How long a process that is told to stop says that it is not ready, before it stops to listen: as long as a load balancer needs to see it.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>How long heartbeats and live signals may wait for others that go to the same process; zero: not at all.</summary>
    public TimeSpan GatherTime { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Certificates for the cluster's ports; null: plain TCP.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Reads the variables.</summary>
    /// <exception cref="SettingsException">A variable cannot be right.</exception>
    /// <exception cref="Hosting.StartException">This host's address is not known yet.</exception>
    public static ClusterSettings Read(Variables variables, StorageOptions storage) => new()
    {
        ClusterId = variables.Text("MOLECULE_CLUSTER_ID") ?? "molecule",
        ServiceId = variables.Text("MOLECULE_SERVICE_ID") ?? "molecule",
        AdvertisedAddress = ReadAddress(variables.Text("MOLECULE_ADVERTISED_IP"), storage),
        SiloPort = variables.Number("MOLECULE_SILO_PORT", 11_111, 1, 65_535),
        GatewayPort = variables.Number("MOLECULE_GATEWAY_PORT", 30_000, 1, 65_535),
        ProbeTimeout = TimeSpan.FromMilliseconds(variables.Number("MOLECULE_PROBE_TIMEOUT_MS", 1_000, 100, 60_000)),
        ResponseTimeout = TimeSpan.FromSeconds(variables.Number("MOLECULE_RESPONSE_TIMEOUT_SECONDS", 4, 1, 300)),
        DrainDelay = ReadDrainDelay(variables),
        GatherTime = TimeSpan.FromMilliseconds(variables.Number("MOLECULE_GATHER_MS", 10, 0, 1_000)),
        Tls = ClusterTls.Read(variables),
    };

    /// <inheritdoc cref="DrainDelay"/>
    public static TimeSpan ReadDrainDelay(Variables variables) => TimeSpan.FromSeconds(variables.Number("MOLECULE_DRAIN_SECONDS", 0, 0, 300));

    static IPAddress ReadAddress(string? text, StorageOptions storage) => text is null ? IPAddress.Loopback
        : text.Equals("auto", StringComparison.OrdinalIgnoreCase) ? OwnAddress.TowardsDatabase(storage)
        : IPAddress.TryParse(text, out var address) && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address) ? address
        : throw new SettingsException($"MOLECULE_ADVERTISED_IP is \"{text}\"; give the address of this host by which the other hosts reach it, or auto.");
}

/// <summary>What a process does.</summary>
enum SiloRole
{
    /// <summary>Grains and gateway.</summary>
    All,

    /// <summary>Grains; over HTTP only health and metrics.</summary>
    Silo,

    /// <summary>The gateway; its grains are in other processes.</summary>
    Gateway,
}
