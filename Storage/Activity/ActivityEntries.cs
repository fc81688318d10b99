using System.Text;
using System.Text.Json;
using Molecule.Grains.Activity;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

/// <summary>
/// The rows of a page as JSON: an array of objects, oldest first. What the page says is not in them, and what is null is left out. Bodies stand there as they are,
/// texts without what no database holds.
/// </summary>
static class ActivityEntries
{
    // A body is as deep as whoever took it allowed.
    static readonly JsonReaderOptions Reading = new() { MaxDepth = 1024 };

    /// <summary>What a row is beside what may be long: bytes, about.</summary>
    const int Overhead = 256;

    /// <summary>About how large a row is: bytes or characters of what may be long.</summary>
    public static long SizeOf(ActivityRow row) => Overhead + (row.RequestBody?.Utf8.Length ?? 0L) + (row.ResponseBody?.Utf8.Length ?? 0)
        + (row.ToolTrace?.Length ?? 0) + (row.Summary?.Length ?? 0) + (row.ErrorDetail?.Length ?? 0);

    /// <summary>Writes rows.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ActivityRow> rows)
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, DbText.Clean(row.Id));
            writer.WriteNumber("created_at"u8, row.CreatedAt.ToDb());
            writer.WriteString("status"u8, DbText.Clean(row.Status));
            WriteText(writer, "source_id"u8, row.SourceId);
            WriteText(writer, "target_id"u8, row.TargetId);
            WriteText(writer, "caller_label"u8, row.CallerLabel);
            WriteText(writer, "method"u8, row.Method);
            WriteText(writer, "summary"u8, row.Summary);
            WriteBody(writer, "request_body"u8, row.RequestBody);
            WriteBody(writer, "response_body"u8, row.ResponseBody);
            WriteText(writer, "tool_trace"u8, row.ToolTrace);
            if (row.DurationMs is { } duration)
                writer.WriteNumber("duration_ms"u8, duration);
            WriteText(writer, "error_detail"u8, row.ErrorDetail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the rows of a page.</summary>
    public static List<ActivityRow> Read(string workspaceId, string activityType, string entries)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(entries);
        var reader = new Utf8JsonReader(text.Span, Reading);
        var rows = new List<ActivityRow>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            rows.Add(ReadRow(ref reader, text, new() { Id = "", WorkspaceId = workspaceId, ActivityType = activityType }));
        return rows;
    }

    static ActivityRow ReadRow(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text, ActivityRow row)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            row = name switch
            {
                "id" => row with { Id = reader.GetString()! },
                "created_at" => row with { CreatedAt = DbTime.FromDb(reader.GetInt64()) },
                "status" => row with { Status = reader.GetString()! },
                "source_id" => row with { SourceId = reader.GetString() },
                "target_id" => row with { TargetId = reader.GetString() },
                "caller_label" => row with { CallerLabel = reader.GetString() },
                "method" => row with { Method = reader.GetString() },
                "summary" => row with { Summary = reader.GetString() },
                "request_body" => row with { RequestBody = ReadBody(ref reader, text) },
                "response_body" => row with { ResponseBody = ReadBody(ref reader, text) },
                "tool_trace" => row with { ToolTrace = reader.GetString() },
                "duration_ms" => row with { DurationMs = reader.GetInt64() },
                "error_detail" => row with { ErrorDetail = reader.GetString() },
                _ => Skip(ref reader, row),
            };
        }

        return row;
    }

    static JsonBytes ReadBody(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new(text[start..(int)reader.BytesConsumed]);
    }

    // A later version may say more.
    static ActivityRow Skip(ref Utf8JsonReader reader, ActivityRow row)
    {
        reader.Skip();
        return row;
    }

    static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, DbText.Clean(text));
    }

    static void WriteBody(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonBytes? body)
    {
        if (body is not { } json)
            return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Utf8.Span, skipInputValidation: true);
    }
}
