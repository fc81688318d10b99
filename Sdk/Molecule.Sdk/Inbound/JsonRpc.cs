using System.Text.Json;
using System.Text.Json.Nodes;

namespace Molecule.Sdk.Inbound;

/// <summary>The JSON-RPC 2.0 envelope: codes, and the documents that go back.</summary>
static class JsonRpc
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;

    public static JsonObject Result(JsonNode? id, JsonNode result) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["result"] = result };

    public static JsonObject Error(JsonNode? id, int code, string message) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    public static JsonObject AgentMessage(string text, string messageId, string? contextId)
    {
        var message = new JsonObject
        {
            ["kind"] = "message",
            ["role"] = "agent",
            ["messageId"] = messageId,
            ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = text }),
        };
        if (contextId is not null) message["contextId"] = contextId;
        return message;
    }

    /// <summary>The id of a call when it is one that JSON-RPC allows: text, a number or null.</summary>
    public static JsonNode? IdOf(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object && call.TryGetProperty("id", out var id)
        && id.ValueKind is (JsonValueKind.String or JsonValueKind.Number)
            ? JsonNode.Parse(id.GetRawText())
            : null;
}
