using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Molecule.Gateway.A2A;

/// <summary>
/// Makes a JSON-RPC request of whatever a client sent (contract 10.2). It cuts and splices the bytes that are there instead of writing the JSON anew: a
/// request that is complete goes through byte for byte, and nothing that it says can be changed by a serializer.
/// </summary>
static class A2ANormalizer
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Normalises a body.</summary>
    /// <returns>False if it is not one JSON object.</returns>
    public static bool TryNormalize(ReadOnlyMemory<byte> body, out A2AMessage message)
    {
        message = default;
        body = Readable(body);
        try
        {
            if (!TryScan(body.Span, out var request))
                return false;
            message = Assemble(body, request);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: a name of half a surrogate pair.
        {
            return false;
        }
    }

    /// <summary>Bytes that are not UTF-8 could not be stored: they become replacement characters before anybody reads the request.</summary>
    static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> body) =>
        Utf8.IsValid(body.Span) ? body : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));

    static A2AMessage Assemble(ReadOnlyMemory<byte> body, in Request request)
    {
        var (added, messageId) = (request.MessageObject is not null && !request.HasMessageId, request.MessageId);
        if (added)
            messageId = NewId();
        if (request.IsEnvelope && !added)
            return new(body, request.Method, messageId);

        var writer = new ArrayBufferWriter<byte>(body.Length + 160);
        if (request.IsEnvelope)
        {
            Splice(writer, body.Span, 0..body.Length, request, messageId, added);
        }
        else
        {
            writer.Write("{\"jsonrpc\":\"2.0\",\"id\":\""u8);
            Encoding.UTF8.GetBytes(NewId(), writer);
            writer.Write("\",\"method\":"u8);
            writer.Write(request.MethodValue is { } method ? body.Span[method] : "null"u8);
            writer.Write(",\"params\":"u8);
            if (request.ParamsValue is { } parameters)
                Splice(writer, body.Span, parameters, request, messageId, added);
            else
                writer.Write("null"u8);
            writer.Write("}"u8);
        }

        return new(writer.WrittenMemory, request.Method, messageId);
    }

    /// <summary>Copies a range of the body, with the message's new id behind its opening brace.</summary>
    static void Splice(
        ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> body, Range range, in Request request, string? messageId, bool added)
    {
        if (!added)
        {
            writer.Write(body[range]);
            return;
        }

        var brace = request.MessageObject!.Value.Start.Value + 1;
        writer.Write(body[range.Start..brace]);
        writer.Write("\"messageId\":\""u8);
        Encoding.UTF8.GetBytes(messageId, writer);
        writer.Write(request.MessageIsEmpty ? "\""u8 : "\","u8);
        writer.Write(body[brace..range.End]);
    }

    static string NewId() => Guid.NewGuid().ToString();

    /// <summary>Where the parts of a request lie in its bytes. Of a member that occurs twice the last one counts.</summary>
    static bool TryScan(ReadOnlySpan<byte> body, out Request request)
    {
        request = default;
        var reader = new Utf8JsonReader(body, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("jsonrpc"u8))
            {
                request.IsEnvelope = true;
                SkipValue(ref reader);
            }
            else if (reader.ValueTextEquals("method"u8))
            {
                reader.Read();
                request.Method = reader.TokenType == JsonTokenType.String ? MethodName(ref reader) : null;
                request.MethodValue = SkipFromHere(ref reader);
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                request.ForgetMessage();
                request.ParamsValue = ScanParams(ref reader, ref request);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return !reader.Read(); // Throws if something follows the object.
    }

    // What nearly every message says needs no text of its own: the log keeps it for a while.
    static string? MethodName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message/send"u8) ? A2AMessage.SendMethod
        : reader.ValueTextEquals("message/stream"u8) ? A2AMessage.StreamMethod
        : reader.GetString();

    static Range ScanParams(ref Utf8JsonReader reader, ref Request request)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return SkipFromHere(ref reader);

        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
            {
                request.ForgetMessage();
                ScanMessage(ref reader, ref request);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        return start..(int)reader.BytesConsumed;
    }

    static void ScanMessage(ref Utf8JsonReader reader, ref Request request)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            SkipFromHere(ref reader);
            return;
        }

        var start = (int)reader.TokenStartIndex;
        request.MessageIsEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            request.MessageIsEmpty = false;
            if (reader.ValueTextEquals("messageId"u8))
            {
                reader.Read();
                request.HasMessageId = true;
                request.MessageId = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0 ? reader.GetString() : null;
                SkipFromHere(ref reader);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        request.MessageObject = start..(int)reader.BytesConsumed;
    }

    static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        SkipFromHere(ref reader);
    }

    static Range SkipFromHere(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    struct Request
    {
        public bool IsEnvelope;
        public string? Method;
        public Range? MethodValue;
        public Range? ParamsValue;
        public Range? MessageObject;
        public bool MessageIsEmpty;
        public bool HasMessageId;
        public string? MessageId;

        public void ForgetMessage() => (MessageObject, MessageIsEmpty, HasMessageId, MessageId) = (null, false, false, null);
    }
}
