using System.Text.Json;

namespace Molecule.Sdk.Inbound;

/// <summary>An A2A message as it arrived.</summary>
public sealed record IncomingMessage
{
    /// <summary>The sender's id of the message, or a fresh one when it gave none.</summary>
    public required string Id { get; init; }

    /// <summary>All text parts, joined by line breaks. Empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The conversation that the message belongs to, when the sender named one.</summary>
    public string? ContextId { get; init; }

    /// <summary>The whole message: role, parts of every kind, metadata.</summary>
    public required JsonElement Json { get; init; }

    /// <summary>The delegation that this message carries out, when it does.</summary>
    public string? DelegationId => Json.TryGetProperty("metadata", out var metadata) ? JsonText.Member(metadata, "delegation_id") : null;
}
