using System.Buffers;
using System.Text.Json;

namespace Molecule.Gateway.Http;

/// <summary>Error answers: <c>{"error":"…"}</c> and what the contract adds to it. Texts are the contract's, to the letter.</summary>
static class Errors
{
    const int RetrySeconds = 5;

    /// <summary>400, wherever an id of a workspace is not one.</summary>
    public static Reply InvalidWorkspaceId { get; } = Of(400, "invalid workspace ID");

    /// <summary>400.</summary>
    public static Reply InvalidRequestBody { get; } = Of(400, "invalid request body");

    /// <summary>404.</summary>
    public static Reply WorkspaceNotFound { get; } = Of(404, "workspace not found");

    /// <summary>410, for an agent whose workspace is gone.</summary>
    public static Reply WorkspaceRemoved { get; } = Of(410, "workspace removed");

    /// <summary>413.</summary>
    public static Reply BodyTooLarge { get; } = Of(413, "request body too large");

    /// <summary>500, for a fault that has no text of its own. What happened is in the log only.</summary>
    public static Reply Internal { get; } = Of(500, "internal error");

    /// <summary>503: the store cannot be reached. The canvas switches on <c>code</c>.</summary>
    public static Reply PlatformUnavailable { get; } = Of(
        503, "platform datastore unavailable — retry shortly", static w => w.WriteString("code"u8, "platform_unavailable"u8));

    /// <summary>
    /// 503: whoever decides about it is on its way to another silo, because its own stops or is gone. The next try finds it. The canvas treats it like the store
    /// being away.
    /// </summary>
    public static Reply Moving { get; } = Of(
        503,
        "platform is moving to another node — retry shortly",
        static w =>
        {
            w.WriteString("code"u8, "platform_unavailable"u8);
            w.WriteNumber("retry_after"u8, 1);
        },
        1);

    /// <summary>
    /// 503: whoever decides about it did not answer in time. What was asked may have been done. The canvas treats it like the store being away.
    /// </summary>
    public static Reply NoAnswerInTime { get; } = Of(
        503,
        "platform did not answer in time — retry shortly",
        static w =>
        {
            w.WriteString("code"u8, "platform_unavailable"u8);
            w.WriteNumber("retry_after"u8, RetrySeconds);
        },
        RetrySeconds);

    /// <summary>An error answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">The contract's text.</param>
    /// <param name="extra">Writes the members that follow <c>error</c>.</param>
    /// <param name="retryAfterSeconds">The <c>Retry-After</c> header.</param>
    public static Reply Of(int status, string error, Action<Utf8JsonWriter>? extra = null, int? retryAfterSeconds = null)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(buffer, GatewayJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, error);
            extra?.Invoke(json);
            json.WriteEndObject();
        }

        return new BytesReply(status, buffer.WrittenSpan.ToArray(), retryAfterSeconds);
    }
}
