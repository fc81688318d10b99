using System.Text.Json;

namespace Molecule.Gateway.Endpoints.Activity;

/// <summary>What an agent reports of itself (data-plane contract, 1.3). Only <c>activity_type</c> is required.</summary>
sealed record ActivityBody
{
    /// <summary>One of seven types.</summary>
    public string? ActivityType { get; init; }

    /// <summary>JSON-RPC method or the like.</summary>
    public string? Method { get; init; }

    /// <summary>One line for people.</summary>
    public string? Summary { get; init; }

    /// <summary>The receiving workspace.</summary>
    public string? TargetId { get; init; }

    /// <summary>The reporting workspace; anything else is refused.</summary>
    public string? SourceId { get; init; }

    /// <summary>Empty: <c>ok</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What went wrong.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>Any JSON.</summary>
    public JsonElement? RequestBody { get; init; }

    /// <summary>Any JSON.</summary>
    public JsonElement? ResponseBody { get; init; }

    /// <summary>Any JSON; stands in for an absent <c>request_body</c>.</summary>
    public JsonElement? Metadata { get; init; }
}
