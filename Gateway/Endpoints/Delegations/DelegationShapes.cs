using System.Text.Json.Serialization;

namespace Molecule.Gateway.Endpoints.Delegations;

/// <summary>A task for another workspace.</summary>
sealed record DelegateBody
{
    /// <summary>Whom it is for.</summary>
    public string? TargetId { get; init; }

    /// <summary>What is to be done.</summary>
    public string? Task { get; init; }

    /// <summary>Names the wish: a repeat is answered with the first delegation, unless that failed.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>A delegation that the agent delivers itself.</summary>
sealed record RecordDelegationBody
{
    /// <summary>Whom it is for.</summary>
    public string? TargetId { get; init; }

    /// <summary>What is to be done.</summary>
    public string? Task { get; init; }

    /// <summary>The agent's own id for it, up to 256 characters.</summary>
    public string? DelegationId { get; init; }
}

/// <summary>What became of a delegation, as its agent says.</summary>
sealed record UpdateDelegationBody
{
    /// <summary><c>completed</c>, <c>failed</c>, <c>queued</c> or <c>in_progress</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The reply or its beginning.</summary>
    public string? ResponsePreview { get; init; }
}

/// <summary>A delegation is accepted.</summary>
sealed record DelegatedReply(
    string DelegationId,
    string Status,
    string TargetId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IdempotentHit = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning = null);

/// <summary>A delegation's status.</summary>
sealed record DelegationStatusReply(string DelegationId, string Status);

/// <summary>A row of the list, for the API description.</summary>
sealed record DelegationRowShape
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string SourceId { get; init; }

    public required string TargetId { get; init; }

    public required string Summary { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? DelegationId { get; init; }

    public string? Error { get; init; }

    public string? ResponsePreview { get; init; }
}
