using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Molecule.Gateway.Http;

/// <summary>Reads request bodies as JSON, whatever their content type says (contract, 1.1).</summary>
static class RequestBody
{
    /// <summary>Bytes of the longest body that is read, unless a route says otherwise.</summary>
    public const int Limit = 1024 * 1024;

    /// <summary>Reads a body of a known shape. A wrong type, a member given twice or text that is no text is the route's own 400.</summary>
    /// <param name="http">The request.</param>
    /// <param name="type">The shape.</param>
    /// <param name="malformed">What is answered to anything else.</param>
    /// <param name="limit">Bytes.</param>
    public static async ValueTask<Body<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, Reply malformed, int limit = Limit)
        where T : class
    {
        if (http.Request.ContentLength > limit)
        {
            return Errors.BodyTooLarge;
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.Buffer.Length > limit)
            {
                return Errors.BodyTooLarge;
            }

            if (read.IsCompleted)
            {
                var value = Parse(read.Buffer, type);
                reader.AdvanceTo(read.Buffer.End);
                return value is null ? malformed : value;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static T? Parse<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body.IsSingleSegment)
        {
            return Parse(body.FirstSpan, type);
        }

        var size = (int)body.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            body.CopyTo(buffer);
            return Parse(buffer.AsSpan(0, size), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    static T? Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(JsonText.Repair(body), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
