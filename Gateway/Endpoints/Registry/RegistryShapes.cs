using System.Text.Json;
using System.Text.Json.Serialization;

namespace Molecule.Gateway.Endpoints.Registry;

/// <summary>An agent says where it is (contract, 7.1). All required.</summary>
sealed record RegisterBody
{
    /// <summary>Its workspace.</summary>
    public string? Id { get; init; }

    /// <summary>Where it listens.</summary>
    public string? Url { get; init; }

    /// <summary>Its card: any JSON.</summary>
    public JsonElement? AgentCard { get; init; }
}

/// <summary>An agent says what it can do now. All required.</summary>
sealed record CardBody
{
    /// <summary>Its workspace.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Its card: any JSON.</summary>
    public JsonElement? AgentCard { get; init; }
}

/// <summary>Who wants to talk to whom. All required.</summary>
sealed record AccessBody
{
    /// <summary>Who calls.</summary>
    public string? CallerId { get; init; }

    /// <summary>Who is called.</summary>
    public string? TargetId { get; init; }
}

/// <summary>Registered. The token comes only when the workspace had no live one, and only this once.</summary>
sealed record RegisteredReply(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AuthToken);

/// <summary>Where a workspace is reached.</summary>
sealed record DiscoveredReply(string Id, string Url, string Name);

/// <summary>Whether they may talk.</summary>
sealed record AccessReply(bool Allowed);

/// <summary>A heartbeat (contract, 7.2), for the API description: <see cref="Heartbeats.HeartbeatReader"/> reads it.</summary>
sealed record HeartbeatShape
{
    /// <summary>Whose; required.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>0–1.</summary>
    public double ErrorRate { get; init; }

    /// <summary>An example of what fails.</summary>
    public string? SampleError { get; init; }

    /// <summary>Tasks running.</summary>
    public int ActiveTasks { get; init; }

    /// <summary>Seconds since the agent started.</summary>
    public long UptimeSeconds { get; init; }

    /// <summary>What it works at.</summary>
    public string? CurrentTask { get; init; }

    /// <summary>Cents this month; 0: keep.</summary>
    public long MonthlySpend { get; init; }

    /// <summary>Empty: healthy; <c>wedged</c>: broken runtime.</summary>
    public string? RuntimeState { get; init; }

    /// <summary>What the agent owns itself.</summary>
    public RuntimeMetadataShape? RuntimeMetadata { get; init; }
}

/// <summary>What an agent owns itself.</summary>
sealed record RuntimeMetadataShape(Dictionary<string, bool>? Capabilities, int? IdleTimeoutSeconds);

/// <summary>A workspace that another may talk to (contract, 7.5), for the API description.</summary>
sealed record PeerShape(
    string Id, string Name, string? Role, int Tier, string Status, JsonElement? AgentCard, string Url, string? ParentId, int ActiveTasks);
