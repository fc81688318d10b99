using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Molecule.Grains.Activity;

namespace Molecule.Grains.Json;

/// <summary>Small JSON texts, compact, with characters outside ASCII as they are.</summary>
static class JsonText
{
    /// <summary>Writes an object.</summary>
    public static string Object<TState>(TState state, Action<Utf8JsonWriter, TState> members) => new JsonScribe().Object(state, members);

    /// <summary>Writes JSON text as a member's value, compact; null when it is null or no JSON.</summary>
    public static void WriteJson(this Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is not null && TryParse(Encoding.UTF8.GetBytes(json)) is { } document)
        {
            using (document)
                document.RootElement.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>A body as JSON: itself when it is JSON, else <c>{"raw":"…"}</c>, so that nothing an agent said is lost. Null when empty.</summary>
    public static JsonBytes? OrRaw(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return null;
        if (!IsJson(body.Span))
            return Object(Encoding.UTF8.GetString(body.Span).Replace("\0", "", StringComparison.Ordinal), static (w, raw) => w.WriteString("raw", raw));
        return Utf8.IsValid(body.Span) ? new JsonBytes(body) : Encoding.UTF8.GetString(body.Span);
    }

    /// <summary>Whether it is one JSON value, as <see cref="TryParse"/> would find; builds nothing.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The beginning of a body that is too long to keep: <c>{"raw":"…","truncated":true}</c>.</summary>
    /// <param name="body">UTF-8, longer than <paramref name="limit"/>.</param>
    /// <param name="limit">Bytes to keep.</param>
    public static string BeginningOf(ReadOnlySpan<byte> body, int limit)
    {
        while (limit > 0 && (body[limit] & 0xC0) == 0x80)
            limit--; // Not inside a character.
        return Object(Encoding.UTF8.GetString(body[..limit]).Replace("\0", "", StringComparison.Ordinal), static (w, raw) =>
        {
            w.WriteString("raw", raw);
            w.WriteBoolean("truncated", true);
        });
    }

    /// <summary>Parses, or answers null.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The member of an object, or null if this is no object or has no such member.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
}
