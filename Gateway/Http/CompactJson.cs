using System.Buffers;
using System.Text.Json;

namespace Molecule.Gateway.Http;

/// <summary>
/// Writes JSON as whoever sent it spelled it, without the blanks between its tokens (data-plane contract, 0.1). Numbers and strings stay as they were: it moves
/// bytes and reads no value.
/// </summary>
static class CompactJson
{
    static readonly SearchValues<byte> QuoteOrBlank = SearchValues.Create("\" \t\r\n"u8);

    /// <summary>Writes JSON text that is known to be valid.</summary>
    public static void WriteCompact(this Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var blank = BlankFrom(json, 0);
        if (blank == json.Length)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var length = Strip(json, blank, buffer);
            writer.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static int Strip(ReadOnlySpan<byte> json, int blank, Span<byte> stripped)
    {
        var (start, length) = (0, 0);
        while (true)
        {
            json[start..blank].CopyTo(stripped[length..]);
            length += blank - start;
            if (blank == json.Length)
            {
                return length;
            }

            start = blank + 1;
            blank = BlankFrom(json, start);
        }
    }

    // The next blank outside of strings, or the end.
    static int BlankFrom(ReadOnlySpan<byte> json, int at)
    {
        while (json[at..].IndexOfAny(QuoteOrBlank) is var found and >= 0)
        {
            at += found;
            if (json[at] != '"')
            {
                return at;
            }

            at = EndOfString(json, at + 1);
        }

        return json.Length;
    }

    static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        while (true)
        {
            at += json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }
}
