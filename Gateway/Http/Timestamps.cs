using System.Globalization;
using System.Text.Json;

namespace Molecule.Gateway.Http;

/// <summary>
/// Times on the wire: RFC 3339, UTC with <c>Z</c>, up to six digits of fraction, trailing zeros trimmed. Source: data-plane contract,
/// 0.1.
/// </summary>
static class Timestamps
{
    const string Format = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFF'Z'";

    /// <summary>The time as text.</summary>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes a time, or null.</summary>
    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            json.WriteNull(name);
            return;
        }

        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    /// <summary>Writes a text, or null.</summary>
    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, text);
        }
    }
}
