using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Activity;

namespace Molecule.Gateway.Endpoints.Activity;

/// <summary>Writes rows of the activity log (data-plane contract, 1.2).</summary>
static class ActivityJson
{
    /// <summary>One row. Bodies are JSON values; those that are absent have no member.</summary>
    public static void Write(Utf8JsonWriter json, ActivityRow row)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("workspace_id"u8, row.WorkspaceId);
        json.WriteString("activity_type"u8, row.ActivityType);
        json.WriteText("source_id"u8, row.SourceId);
        json.WriteText("target_id"u8, row.TargetId);
        json.WriteText("method"u8, row.Method);
        json.WriteText("summary"u8, row.Summary);
        WriteIfGiven(json, "request_body"u8, row.RequestBody);
        WriteIfGiven(json, "response_body"u8, row.ResponseBody);
        WriteIfGiven(json, "tool_trace"u8, row.ToolTrace);

        if (row.DurationMs is { } duration)
        {
            json.WriteNumber("duration_ms"u8, duration);
        }
        else
        {
            json.WriteNull("duration_ms"u8);
        }

        json.WriteString("status"u8, row.Status);
        json.WriteText("error_detail"u8, row.ErrorDetail);
        json.WriteTime("created_at"u8, row.CreatedAt);
        json.WriteEndObject();
    }

    static void WriteIfGiven(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonBytes? body)
    {
        if (body is { } value)
        {
            json.WritePropertyName(name);
            json.WriteCompact(value.Utf8.Span);
        }
    }
}

/// <summary>A row, for the API description.</summary>
sealed record ActivityShape
{
    public required string Id { get; init; }

    public required string WorkspaceId { get; init; }

    public required string ActivityType { get; init; }

    public required string? SourceId { get; init; }

    public required string? TargetId { get; init; }

    public required string? Method { get; init; }

    public required string? Summary { get; init; }

    public JsonElement? RequestBody { get; init; }

    public JsonElement? ResponseBody { get; init; }

    public JsonElement? ToolTrace { get; init; }

    public required long? DurationMs { get; init; }

    public required string Status { get; init; }

    public required string? ErrorDetail { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
