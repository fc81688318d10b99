namespace Molecule.Grains.Workspaces;

/// <summary>The fields of a new workspace, checked for shape. Money in integer US cents.</summary>
[GenerateSerializer, Immutable, Alias("molecule.create-workspace")]
public sealed record CreateWorkspace
{
    /// <summary>1–255 bytes.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What it does, or null.</summary>
    [Id(1)] public string? Role { get; init; }

    /// <summary>1 sandboxed, 2 standard, 3 privileged, 4 full access.</summary>
    [Id(2)] public int Tier { get; init; } = 3;

    /// <summary>Directory of its template, or null.</summary>
    [Id(3)] public string? Template { get; init; }

    /// <summary>The model, or null.</summary>
    [Id(4)] public string? Model { get; init; }

    /// <summary>
    /// The runtime; <c>external</c> for an agent that Molecule does not start; empty: its template's, or else <c>langgraph</c>.
    /// </summary>
    [Id(5)] public string Runtime { get; init; } = "langgraph";

    /// <summary>The endpoint of an external agent, or null to wait for its first registration.</summary>
    [Id(6)] public string? Url { get; init; }

    /// <summary>Host directory, or null.</summary>
    [Id(7)] public string? WorkspaceDir { get; init; }

    /// <summary><c>none</c>, <c>read_only</c> or <c>read_write</c>; null: not said, which is <c>read_write</c> once there is a directory.</summary>
    [Id(8)] public string? WorkspaceAccess { get; init; }

    /// <summary>The parent workspace's id, or null for a root.</summary>
    [Id(9)] public string? ParentId { get; init; }

    /// <summary>Cents a month; null: unlimited, 0: nothing.</summary>
    [Id(10)] public long? BudgetLimit { get; init; }

    /// <summary>At least 1.</summary>
    [Id(11)] public int MaxConcurrentTasks { get; init; } = 1;

    /// <summary>Canvas position, absolute.</summary>
    [Id(12)] public double X { get; init; }

    /// <summary>Canvas position, absolute.</summary>
    [Id(13)] public double Y { get; init; }

    /// <summary>Minutes without work after which it is put to sleep; null: never.</summary>
    [Id(14)] public int? HibernationIdleMinutes { get; init; }

    /// <summary>Whether it is created as a member of its parent's team: its first event then names the parent.</summary>
    [Id(15)] public bool IsTeamMember { get; init; }

    /// <summary>Whether the agent lives outside: no container is started.</summary>
    public bool IsExternal => Runtime == "external";
}

/// <summary>A change: only members whose <c>Has…</c> or value is given are applied, all or none.</summary>
[GenerateSerializer, Immutable, Alias("molecule.update-workspace")]
public sealed record UpdateWorkspace
{
    /// <summary>New name.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>New role; applied when <see cref="HasRole"/>.</summary>
    [Id(1)] public string? Role { get; init; }

    /// <summary>Whether <see cref="Role"/> was given (empty clears).</summary>
    [Id(2)] public bool HasRole { get; init; }

    /// <summary>New tier.</summary>
    [Id(3)] public int? Tier { get; init; }

    /// <summary>New parent; applied when <see cref="HasParent"/>; null makes it a root.</summary>
    [Id(4)] public string? ParentId { get; init; }

    /// <summary>Whether <see cref="ParentId"/> was given.</summary>
    [Id(5)] public bool HasParent { get; init; }

    /// <summary>New runtime.</summary>
    [Id(6)] public string? Runtime { get; init; }

    /// <summary>New host directory; applied when <see cref="HasWorkspaceDir"/>; null clears.</summary>
    [Id(7)] public string? WorkspaceDir { get; init; }

    /// <summary>Whether <see cref="WorkspaceDir"/> was given.</summary>
    [Id(8)] public bool HasWorkspaceDir { get; init; }

    /// <summary>Whether the canvas shows it folded.</summary>
    [Id(9)] public bool? Collapsed { get; init; }

    /// <summary>Canvas position; applied only together with <see cref="Y"/>.</summary>
    [Id(10)] public double? X { get; init; }

    /// <summary>Canvas position.</summary>
    [Id(11)] public double? Y { get; init; }

    /// <summary>Minutes without work after which it is put to sleep; applied when <see cref="HasHibernationIdleMinutes"/>; null: never.</summary>
    [Id(12)] public int? HibernationIdleMinutes { get; init; }

    /// <summary>Whether <see cref="HibernationIdleMinutes"/> was given.</summary>
    [Id(13)] public bool HasHibernationIdleMinutes { get; init; }
}

/// <summary>A wish to restart a workspace's agent.</summary>
/// <param name="ResetSession">Discard what its session kept.</param>
/// <param name="Template">The template to take the configuration from; one that is not there is passed over.</param>
/// <param name="ApplyTemplate">The configuration may be that of the template of the workspace's name, or of its runtime.</param>
/// <param name="RebuildConfig">The configuration may be that of the org template's role of the workspace's name.</param>
/// <param name="ConfigRuntime">The runtime that the agent's own configuration names; adopted unless it was started with that one.</param>
[GenerateSerializer, Immutable, Alias("molecule.restart-workspace")]
public sealed record RestartWorkspace(
    [property: Id(0)] bool ResetSession,
    [property: Id(1)] string? Template = null,
    [property: Id(2)] bool ApplyTemplate = false,
    [property: Id(3)] bool RebuildConfig = false,
    [property: Id(4)] string? ConfigRuntime = null);

/// <summary>A wish to remove a workspace.</summary>
/// <param name="Confirmed">The caller knows that descendants go too.</param>
/// <param name="Purge">Erase every owned row as well.</param>
[GenerateSerializer, Immutable, Alias("molecule.remove-workspace")]
public sealed record RemoveWorkspace([property: Id(0)] bool Confirmed, [property: Id(1)] bool Purge);

/// <summary>An agent's registration.</summary>
/// <param name="Url">Where it listens; the gateway has judged it by the URL rules. Null: unusable, keep what is stored (provisioned agents only).</param>
/// <param name="CardJson">Its card: any JSON text.</param>
/// <param name="MayCreate">Whether the caller's credential allows making a row for an unknown id.</param>
/// <param name="IsFirstContact">Whether the caller showed no token of the workspace, and is let in only as long as that has none.</param>
[GenerateSerializer, Immutable, Alias("molecule.register-agent")]
public sealed record RegisterAgent(
    [property: Id(0)] string? Url,
    [property: Id(1)] string CardJson,
    [property: Id(2)] bool MayCreate,
    [property: Id(3)] bool IsFirstContact = false);

/// <summary>One heartbeat. Rates 0–1, times in seconds, money in cents.</summary>
[GenerateSerializer, Immutable, Alias("molecule.heartbeat")]
public sealed record Heartbeat
{
    /// <summary>0–1.</summary>
    [Id(0)] public double ErrorRate { get; init; }

    /// <summary>An example of what fails.</summary>
    [Id(1)] public string SampleError { get; init; } = "";

    /// <summary>Tasks running now.</summary>
    [Id(2)] public int ActiveTasks { get; init; }

    /// <summary>Seconds since the agent started.</summary>
    [Id(3)] public long UptimeSeconds { get; init; }

    /// <summary>What it works at.</summary>
    [Id(4)] public string CurrentTask { get; init; } = "";

    /// <summary>Cents this month; 0: keep.</summary>
    [Id(5)] public long MonthlySpend { get; init; }

    /// <summary>Empty: healthy; <c>wedged</c>: broken runtime.</summary>
    [Id(6)] public string RuntimeState { get; init; } = "";

    /// <summary>What the agent owns itself, or null to keep what it said before.</summary>
    [Id(7)] public AgentMetadata? Metadata { get; init; }
}

/// <summary>Capabilities and limits that an agent states with its heartbeat; held in memory.</summary>
/// <param name="Capabilities">Names of what the agent owns: <c>status_mgmt</c>, <c>session</c>, <c>scheduler</c> …</param>
/// <param name="IdleTimeoutSeconds">Silence window of A2A calls to it; null: the server's.</param>
[GenerateSerializer, Immutable, Alias("molecule.agent-metadata")]
public sealed record AgentMetadata(
    [property: Id(0)] IReadOnlyList<string> Capabilities,
    [property: Id(1)] int? IdleTimeoutSeconds);
