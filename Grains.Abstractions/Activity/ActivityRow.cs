namespace Molecule.Grains.Activity;

/// <summary>A row of the activity log. Source: control-plane contract, sections 10.8 and 15; data-plane, section 1.</summary>
public sealed record ActivityRow
{
    /// <summary>UUID; a repeat is ignored.</summary>
    public required string Id { get; init; }

    /// <summary>Whose log it is in.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary><c>a2a_receive</c>, <c>task_update</c> …</summary>
    public required string ActivityType { get; init; }

    /// <summary>The sending workspace, or null for the canvas and internal callers.</summary>
    public string? SourceId { get; init; }

    /// <summary>The receiving workspace, or null.</summary>
    public string? TargetId { get; init; }

    /// <summary>Label of an internal caller such as <c>system:restart-context</c>, or null.</summary>
    public string? CallerLabel { get; init; }

    /// <summary>JSON-RPC method or the like.</summary>
    public string? Method { get; init; }

    /// <summary>One line for people.</summary>
    public string? Summary { get; init; }

    /// <summary>What was asked, or null.</summary>
    public JsonBytes? RequestBody { get; init; }

    /// <summary>What was answered, or null.</summary>
    public JsonBytes? ResponseBody { get; init; }

    /// <summary>JSON text, or null.</summary>
    public string? ToolTrace { get; init; }

    /// <summary>Milliseconds, or null.</summary>
    public long? DurationMs { get; init; }

    /// <summary><c>ok</c>, <c>error</c> …</summary>
    public string Status { get; init; } = "ok";

    /// <summary>What went wrong, or null.</summary>
    public string? ErrorDetail { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
