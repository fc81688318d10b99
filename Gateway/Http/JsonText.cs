using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Molecule.Gateway.Http;

/// <summary>
/// Makes JSON that others wrote fit to be stored: valid UTF-8, compact, without NUL. Source: data-plane contract, 0.1. Databases refuse
/// NUL and lone
/// surrogates in text, and one of them can neither be printed nor compared.
/// </summary>
static class JsonText
{
    /// <summary>The text with invalid UTF-8 sequences replaced; the same memory when there are none.</summary>
    public static ReadOnlySpan<byte> Repair(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

    /// <summary>Text without NUL characters.</summary>
    public static string Clean(string text) => text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    /// <summary>Text without NUL characters; null for none at all.</summary>
    public static string? CleanOrNull(string? text) =>
        string.IsNullOrEmpty(text) || Clean(text) is not { Length: > 0 } clean ? null : clean;

    /// <summary>The value as compact text; null when some string in it holds half a surrogate pair.</summary>
    public static string? Compact(JsonElement value)
    {
        using var buffer = new MemoryStream();
        try
        {
            using var json = new Utf8JsonWriter(buffer, GatewayJson.Writing);
            Write(json, value);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(Clean(member.Name));
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Clean(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
