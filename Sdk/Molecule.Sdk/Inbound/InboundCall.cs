using System.Text.Json;
using System.Text.Json.Nodes;

namespace Molecule.Sdk.Inbound;

/// <summary>A JSON-RPC call that reached the agent, read from its bytes: a message to handle, or the error to answer with.</summary>
sealed record InboundCall
{
    public JsonNode? Id { get; private init; }
    public IncomingMessage? Message { get; private init; }
    public bool Streams { get; private init; }

    /// <summary>True when the sender named the message, so that a repeat can be told.</summary>
    public bool IsNamed { get; private init; }

    public (int Code, string Message)? Error { get; private init; }

    public static InboundCall Read(ReadOnlyMemory<byte> body)
    {
        JsonElement call;
        try
        {
            using var document = JsonDocument.Parse(body);
            call = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return Refuse(null, JsonRpc.ParseError, "Parse error: the body is not JSON");
        }

        var id = JsonRpc.IdOf(call);
        return JsonText.Member(call, "method") switch
        {
            null => Refuse(id, JsonRpc.InvalidRequest, "Invalid request: method is missing"),
            "message/send" => ReadMessage(id, call, streams: false),
            "message/stream" => ReadMessage(id, call, streams: true),
            var other => Refuse(id, JsonRpc.MethodNotFound, $"Method not found: {Short(other)}"),
        };
    }

    static InboundCall ReadMessage(JsonNode? id, JsonElement call, bool streams)
    {
        if (!call.TryGetProperty("params", out var args) || args.ValueKind != JsonValueKind.Object
            || !args.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object)
            return Refuse(id, JsonRpc.InvalidParams, "Invalid params: params.message is missing");

        var name = JsonText.Member(message, "messageId");
        return new InboundCall
        {
            Id = id,
            Streams = streams,
            IsNamed = !string.IsNullOrEmpty(name),
            Message = new IncomingMessage
            {
                Id = string.IsNullOrEmpty(name) ? Guid.NewGuid().ToString() : name,
                Text = JsonText.OfParts(message) ?? "",
                ContextId = JsonText.Member(message, "contextId"),
                Json = message,
            },
        };
    }

    static InboundCall Refuse(JsonNode? id, int code, string message) => new() { Id = id, Error = (code, message) };

    static string Short(string text) => text.Length <= 100 ? text : text[..100];
}
