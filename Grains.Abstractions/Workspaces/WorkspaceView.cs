namespace Molecule.Grains.Workspaces;

/// <summary>
/// A workspace as the gateway shows it, and as the org's board keeps it. Counts and rates are live figures; money in cents.
/// </summary>
[GenerateSerializer, Immutable, Alias("molecule.workspace-view")]
public sealed record WorkspaceView
{
    /// <summary>UUID, lower case.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Its role, or null.</summary>
    [Id(2)] public string? Role { get; init; }

    /// <summary>1–4.</summary>
    [Id(3)] public int Tier { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(4)] public WorkspaceStatus Status { get; init; }

    /// <summary>The agent's card as JSON text, or null.</summary>
    [Id(5)] public string? CardJson { get; init; }

    /// <summary>Where its agent listens; empty when none.</summary>
    [Id(6)] public string Url { get; init; } = "";

    /// <summary>Its parent, or null for a root.</summary>
    [Id(7)] public string? ParentId { get; init; }

    /// <summary>Tasks running now.</summary>
    [Id(8)] public int ActiveTasks { get; init; }

    /// <summary>How many it takes at once.</summary>
    [Id(9)] public int MaxConcurrentTasks { get; init; } = 1;

    /// <summary>Seconds its agent is up.</summary>
    [Id(10)] public long UptimeSeconds { get; init; }

    /// <summary>0–1.</summary>
    [Id(11)] public double LastErrorRate { get; init; }

    /// <summary>An example of what fails; empty when none.</summary>
    [Id(12)] public string LastSampleError { get; init; } = "";

    /// <summary>What it works at; empty when nothing.</summary>
    [Id(13)] public string CurrentTask { get; init; } = "";

    /// <summary>Its runtime; <c>external</c> when Molecule does not start it.</summary>
    [Id(14)] public string Runtime { get; init; } = "langgraph";

    /// <summary>Canvas position, absolute.</summary>
    [Id(15)] public double X { get; init; }

    /// <summary>Canvas position, absolute.</summary>
    [Id(16)] public double Y { get; init; }

    /// <summary>Whether the canvas shows it folded.</summary>
    [Id(17)] public bool Collapsed { get; init; }

    /// <summary>Host directory, or null.</summary>
    [Id(18)] public string? WorkspaceDir { get; init; }

    /// <summary>Cents a month, or null for no limit.</summary>
    [Id(19)] public long? BudgetLimit { get; init; }

    /// <summary>Cents this month.</summary>
    [Id(20)] public long MonthlySpend { get; init; }

    /// <summary>When it last got an answer below 400 as a caller.</summary>
    [Id(21)] public DateTimeOffset? LastOutboundAt { get; init; }

    /// <summary>When it was created; lists are ordered by it.</summary>
    [Id(22)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the agent was last heard of.</summary>
    [Id(23)] public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>How many live tokens it has; the board sums them for the bootstrap rule.</summary>
    [Id(24)] public int LiveTokens { get; init; }

    /// <summary>Grows with every change, so that the board can drop a late one.</summary>
    [Id(25)] public long Version { get; init; }

    /// <summary>What the agent itself reports as its URL, when <see cref="Url"/> was written by a provisioner; for discovery only.</summary>
    [Id(26)] public string? InternalUrl { get; init; }

    /// <summary>Whether <see cref="Url"/> was written by the platform's own provisioner.</summary>
    [Id(27)] public bool UrlIsProvisioned { get; init; }

    /// <summary>Minutes without work after which it is put to sleep, or null.</summary>
    [Id(28)] public int? HibernationIdleMinutes { get; init; }

    /// <summary>The start that its agent came from; null: the platform has started none, or is about to start or stop it.</summary>
    [Id(29)] public string? InstanceId { get; init; }

    /// <summary>Whether the agent lives outside: no container, the remote sweep governs it.</summary>
    public bool IsExternal => Runtime == "external";
}
