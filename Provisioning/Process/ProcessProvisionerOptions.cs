namespace Molecule.Provisioning.Process;

/// <summary>How agents run as child processes. Only for a machine with a POSIX shell.</summary>
public sealed class ProcessProvisionerOptions
{
    /// <summary>Names of variables that every agent needs and that hold no secrets.</summary>
    public static IReadOnlyList<string> AlwaysHandedOn { get; } =
        ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "DOTNET_ROOT"];

    /// <summary>The directory below which each workspace has one of its own.</summary>
    public required string Directory { get; init; }

    /// <summary>The shell command for runtimes that have none of their own; null: those cannot be started.</summary>
    public string? Command { get; init; }

    /// <summary>Shell commands by runtime.</summary>
    public IReadOnlyDictionary<string, string> CommandsByRuntime { get; init; } = new Dictionary<string, string>();

    /// <summary>All that an agent gets of the environment of this process. Nothing else is handed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where agents reach the platform; asked at each start, null while the platform does not listen yet.</summary>
    public required Func<string?> PlatformUrl { get; init; }

    /// <summary>How long an agent that is told to stop may take before it is killed. Default: 10 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many agents are started at the same time. Default: 8.</summary>
    public int ConcurrentStarts { get; init; } = 8;

    /// <summary>Bytes of a log file; when it is full it becomes the old one, and a new one begins. Default: 1 MiB.</summary>
    public int LogFileBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of the end of its output that are kept in memory for each agent. Default: 64 KiB.</summary>
    public int ConsoleBytes { get; init; } = 64 * 1024;

    /// <summary>The command of a runtime, or null: there is none.</summary>
    public string? CommandFor(string runtime) => CommandsByRuntime.GetValueOrDefault(runtime) ?? Command;
}
