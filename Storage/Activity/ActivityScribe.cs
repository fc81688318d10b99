using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Molecule.Storage.Activity;

/// <summary>Writes one page after the other with the same tools. Not for two at once.</summary>
sealed class ActivityScribe
{
    // More than a full page; what one large row needed is given back.
    const int KeptSize = 8 * ActivityPage.FullSize;

    // Characters outside ASCII as they are; bodies are JSON, nobody looks again.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    ArrayBufferWriter<byte> _text = new();
    Utf8JsonWriter? _writer;

    /// <summary>The rows of a page as JSON. Valid until the next page.</summary>
    public ReadOnlySpan<byte> Write(ActivityPage page)
    {
        if (_text.Capacity > KeptSize)
            _text = new();
        else
            _text.ResetWrittenCount();
        (_writer ??= new(_text, Options)).Reset(_text);
        ActivityEntries.Write(_writer, page.Rows);
        _writer.Flush();
        return _text.WrittenSpan;
    }
}
