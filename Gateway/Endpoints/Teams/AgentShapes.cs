namespace Molecule.Gateway.Endpoints.Teams;

/// <summary>The wish for an agent.</summary>
sealed record AgentBody
{
    /// <summary>Its model, at most 100 bytes on one line.</summary>
    public string? Model { get; init; }
}

/// <summary>The wish to move an agent.</summary>
sealed record MoveBody
{
    /// <summary>Where it goes.</summary>
    public string? TargetWorkspaceId { get; init; }
}

/// <summary>A workspace has an agent.</summary>
sealed record AssignedReply(string AgentId, string Model);

/// <summary>A workspace has another agent.</summary>
sealed record ReplacedReply(string AgentId, string Model, string OldModel);

/// <summary>A workspace has no agent.</summary>
sealed record AgentRemovedReply(string Status, string AgentId);

/// <summary>An agent is in another workspace.</summary>
sealed record MovedReply(string AgentId, string Model, string FromWorkspace, string ToWorkspace);
