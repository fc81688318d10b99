using System.Text.Json;

namespace Molecule.Gateway.Endpoints.Approvals;

/// <summary>What a workspace asks for.</summary>
sealed record ApprovalBody
{
    /// <summary>What it wants to do.</summary>
    public string? Action { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>The task that it belongs to.</summary>
    public string? TaskId { get; init; }

    /// <summary>More about it: an object.</summary>
    public JsonElement? Context { get; init; }
}

/// <summary>A decision.</summary>
sealed record DecisionBody
{
    /// <summary><c>approved</c> or <c>denied</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>Who decides; <c>human</c> if nothing is said.</summary>
    public string? DecidedBy { get; init; }
}

/// <summary>A request was taken. Deliberately without a member <c>id</c>, which an old client takes for another version of the contract.</summary>
sealed record ApprovalReply(string ApprovalId, string Status);

/// <summary>A request was decided.</summary>
sealed record DecisionReply(string Status, string ApprovalId);

/// <summary>A row of a workspace's list, for the API description.</summary>
sealed record ApprovalRowShape
{
    public required string Id { get; init; }

    public required string TaskId { get; init; }

    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required string Status { get; init; }

    public required string? DecidedBy { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row of the list of what waits for a decision, for the API description.</summary>
sealed record PendingApprovalShape
{
    public required string Id { get; init; }

    public required string WorkspaceId { get; init; }

    public required string WorkspaceName { get; init; }

    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
