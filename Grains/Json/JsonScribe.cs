using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Molecule.Grains.Json;

/// <summary>Writes one small JSON text after the other with the same tools. Not for two at once.</summary>
sealed class JsonScribe
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ArrayBufferWriter<byte> _buffer = new(384);
    readonly Utf8JsonWriter _writer;

    public JsonScribe() => _writer = new(_buffer, Options);

    /// <summary>Writes an object, compact, with characters outside ASCII as they are.</summary>
    public string Object<TState>(TState state, Action<Utf8JsonWriter, TState> members)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        members(_writer, state);
        _writer.WriteEndObject();
        _writer.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }
}
