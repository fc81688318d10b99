namespace Molecule.Provisioning;

/// <summary>What an agent is started with (contract, provisioning 3.2 and 4.5).</summary>
public sealed record StartOrder
{
    /// <summary>The org.</summary>
    public required string Org { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Names this start: no two have the same.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The workspace's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its role, or null.</summary>
    public string? Role { get; init; }

    /// <summary>1–4.</summary>
    public int Tier { get; init; }

    /// <summary>Its runtime, which decides what is run.</summary>
    public required string Runtime { get; init; }

    /// <summary>Its model, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Its parent, or null.</summary>
    public string? ParentId { get; init; }

    /// <summary>A directory of the host to work in, or null for one of its own.</summary>
    public string? HostDirectory { get; init; }

    /// <summary>The token that the agent finds in its configuration, or null: its first registration issues one.</summary>
    public string? Token { get; init; }

    /// <summary>Whether what the last session kept is discarded.</summary>
    public bool ResetSession { get; init; }

    /// <summary>A directory whose files replace those of the workspace's configuration, or null: what is there stays.</summary>
    public string? TemplateDirectory { get; init; }

    /// <summary>The same for a workspace that has no <c>config.yaml</c> yet; null: it gets a plain one.</summary>
    public string? FirstTemplateDirectory { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"start {InstanceId} of {Org}/{WorkspaceId}";
}

/// <summary>An agent that was started.</summary>
/// <param name="Url">Where it is to be reached, by this machine.</param>
public sealed record StartedAgent(string Url);

/// <summary>An agent that runs.</summary>
/// <param name="WorkspaceId">Its workspace.</param>
/// <param name="InstanceId">The start that it came from.</param>
/// <param name="Url">Where it is to be reached.</param>
public sealed record RunningAgent(string WorkspaceId, string InstanceId, string Url);
