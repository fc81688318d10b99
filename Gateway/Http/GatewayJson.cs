using System.Text.Encodings.Web;
using System.Text.Json;

namespace Molecule.Gateway.Http;

/// <summary>How this gateway spells JSON: compact, text as it is rather than escaped, whole-valued doubles without a fraction.</summary>
static class GatewayJson
{
    /// <summary>Answers are never embedded in HTML (<c>nosniff</c>, JSON type), so only what JSON itself forbids is escaped.</summary>
    public static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Strict reading: a member given twice, a comment or a depth over 64 is a fault of the sender.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Writes JSON text that is known to be valid, or null.</summary>
    public static void WriteJsonOrNull(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    /// <summary>Writes the members of an object that is known to be valid JSON text.</summary>
    public static void WriteMembers(this Utf8JsonWriter writer, string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }
}
