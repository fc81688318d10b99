using System.Text.Json;
using System.Text.Json.Serialization;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>
/// A workspace on the wire (contract, 4.1), for the API description: <see cref="WorkspaceJson"/> writes it. Members marked hidden are
/// absent from the
/// single GET unless the caller administers the installation or is the workspace.
/// </summary>
sealed record WorkspaceShape
{
    /// <summary>UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its role.</summary>
    public required string? Role { get; init; }

    /// <summary>1–4.</summary>
    public required int Tier { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required string Status { get; init; }

    /// <summary>The agent's card.</summary>
    public required JsonElement? AgentCard { get; init; }

    /// <summary>Where its agent listens.</summary>
    public required string Url { get; init; }

    /// <summary>Its parent.</summary>
    public required string? ParentId { get; init; }

    /// <summary>Tasks running.</summary>
    public required int ActiveTasks { get; init; }

    /// <summary>Tasks it takes at once.</summary>
    public required int MaxConcurrentTasks { get; init; }

    /// <summary>Seconds its agent is up.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>0–1.</summary>
    public required double LastErrorRate { get; init; }

    /// <summary>Its runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Canvas position.</summary>
    public required double X { get; init; }

    /// <summary>Canvas position.</summary>
    public required double Y { get; init; }

    /// <summary>Folded on the canvas.</summary>
    public required bool Collapsed { get; init; }

    /// <summary>Milliseconds that a start may take, where the runtime's templates say so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ProvisionTimeoutMs { get; init; }

    /// <summary>Hidden. An example of what fails.</summary>
    public string? LastSampleError { get; init; }

    /// <summary>Hidden. What it works at.</summary>
    public string? CurrentTask { get; init; }

    /// <summary>Hidden. Host directory.</summary>
    public string? WorkspaceDir { get; init; }

    /// <summary>Hidden. Cents a month.</summary>
    public long? BudgetLimit { get; init; }

    /// <summary>Hidden. Cents this month.</summary>
    public long MonthlySpend { get; init; }

    /// <summary>Single GET only. When it last got an answer as a caller.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LastOutboundAt { get; init; }
}
