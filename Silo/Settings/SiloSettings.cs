using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Storage;

namespace Molecule.Silo.Settings;

/// <summary>One installation, as its environment describes it.</summary>
sealed record SiloSettings
{
    /// <summary>Where to listen.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>The directory of everything that this installation keeps on disk.</summary>
    public required DataDirectory Data { get; init; }

    /// <summary>The database.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Times and limits of the grains.</summary>
    public required GrainsOptions Grains { get; init; }

    /// <summary>What the gateway must know.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>How agents run as child processes; null: agents are started by somebody else.</summary>
    public ProcessSettings? Processes { get; init; }

    /// <summary>The directory of the templates that workspaces are made from; null: there are none.</summary>
    public string? TemplateDirectory { get; init; }

    /// <summary>What this process is in a cluster, and how it finds the others.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>True when this start made the admin token, so that it says where to find it.</summary>
    public bool MadeAdminToken { get; init; }

    /// <summary>The file that keeps the admin token; null when the operator gave one or none is needed.</summary>
    public string? AdminTokenPath { get; init; }

    /// <summary>Where the service manager that started the program wants to be told of it (<c>NOTIFY_SOCKET</c>); null: none wants to.</summary>
    public string? NotifySocket { get; init; }

    /// <summary>Development: relaxed rules, on loopback only.</summary>
    public bool IsDevelopment => Gateway.IsDevelopment;

    /// <summary>Whether the sample organisation may be started.</summary>
    public bool DemoAvailable { get; init; }

    /// <summary>Whether the sample organisation is to run from the start.</summary>
    public bool StartDemo { get; init; }

    /// <summary>Variables that are set to something that they do not take, so that their default holds.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <summary>Whether traces and metrics go to an OTLP collector.</summary>
    public bool ExportsTelemetry { get; init; }

    /// <summary>Whether logs are JSON lines instead of text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}
