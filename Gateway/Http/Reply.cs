using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Molecule.Gateway.Http;

/// <summary>What a request is answered with. Replies that never change are made once and written many times.</summary>
abstract class Reply
{
    /// <summary>The type of every JSON answer.</summary>
    public const string JsonType = "application/json; charset=utf-8";

    /// <summary>The HTTP status.</summary>
    public abstract int Status { get; }

    /// <summary>Writes status, headers and body.</summary>
    public abstract ValueTask WriteAsync(HttpContext http);

    /// <summary>A body that is JSON already.</summary>
    public static Reply Bytes(int status, ReadOnlyMemory<byte> json) => new BytesReply(status, json, null);

    /// <summary>A body that is JSON already: a literal.</summary>
    public static Reply Literal(int status, ReadOnlySpan<byte> json) => new BytesReply(status, json.ToArray(), null);

    /// <summary>A value in the shape that its type says.</summary>
    public static Reply Json<T>(int status, T value, JsonTypeInfo<T> type) =>
        new WrittenReply(status, w => JsonSerializer.Serialize(w, value, type));

    /// <summary>A body written by hand, straight into the connection's buffer.</summary>
    public static Reply Written(int status, Action<Utf8JsonWriter> write) => new WrittenReply(status, write);
}
