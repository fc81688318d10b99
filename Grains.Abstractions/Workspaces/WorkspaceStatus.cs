namespace Molecule.Grains.Workspaces;

/// <summary>The ten states of a workspace. Source: control-plane contract, section 5.</summary>
public enum WorkspaceStatus
{
    /// <summary>The record exists; a backend starts the agent.</summary>
    Provisioning,

    /// <summary>External, without a URL yet: waits for its first registration.</summary>
    AwaitingAgent,

    /// <summary>Registered or heartbeating.</summary>
    Online,

    /// <summary>Alive but unhealthy; still routable.</summary>
    Degraded,

    /// <summary>Its lease expired, its container is gone, or its heartbeat is stale.</summary>
    Offline,

    /// <summary>It could not start.</summary>
    Failed,

    /// <summary>Suspended by an operator; never restarted by itself.</summary>
    Paused,

    /// <summary>The transient claim while it is put to sleep.</summary>
    Hibernating,

    /// <summary>Stopped for idleness; a message wakes it.</summary>
    Hibernated,

    /// <summary>The tombstone. Terminal.</summary>
    Removed,
}

/// <summary>The wire names of <see cref="WorkspaceStatus"/>.</summary>
public static class WorkspaceStatusNames
{
    static readonly string[] Names =
        ["provisioning", "awaiting_agent", "online", "degraded", "offline", "failed", "paused", "hibernating", "hibernated", "removed"];

    /// <summary>The name that the contract uses, such as <c>awaiting_agent</c>.</summary>
    public static string ToWire(this WorkspaceStatus status) => Names[(int)status];

    /// <summary>The status of a wire name.</summary>
    /// <exception cref="FormatException">No status has this name.</exception>
    public static WorkspaceStatus Parse(string name) => Array.IndexOf(Names, name) is var i and >= 0
        ? (WorkspaceStatus)i
        : throw new FormatException($"'{name}' is not a workspace status.");

    /// <summary>Whether messages may be sent to a workspace in this status.</summary>
    public static bool IsRoutable(this WorkspaceStatus status) => status is WorkspaceStatus.Online or WorkspaceStatus.Degraded;
}
