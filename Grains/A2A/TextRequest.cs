using System.Text;
using System.Text.Json;
using Molecule.Grains.Json;

namespace Molecule.Grains.A2A;

/// <summary>A JSON-RPC request of the platform's own that sends one text. Its message id is its own id too, so that an agent can drop a repeat.</summary>
static class TextRequest
{
    /// <summary>The JSON-RPC method.</summary>
    public const string Method = "message/send";

    /// <summary>The request, UTF-8.</summary>
    /// <param name="messageId">The id.</param>
    /// <param name="partKey">How the text's part says what it is: <c>kind</c> or <c>type</c>; the contract has both.</param>
    /// <param name="text">The text.</param>
    /// <param name="state">For <paramref name="metadata"/>.</param>
    /// <param name="metadata">Writes the members of the message's metadata.</param>
    public static byte[] Of<TState>(string messageId, string partKey, string text, TState state, Action<Utf8JsonWriter, TState> metadata) =>
        Encoding.UTF8.GetBytes(JsonText.Object((messageId, partKey, text, state, metadata), static (w, p) =>
        {
            w.WriteString("jsonrpc", "2.0");
            w.WriteString("id", p.messageId);
            w.WriteString("method", Method);
            w.WriteStartObject("params");
            w.WriteStartObject("message");
            w.WriteString("role", "user");
            w.WriteString("messageId", p.messageId);
            w.WriteStartArray("parts");
            w.WriteStartObject();
            w.WriteString(p.partKey, "text");
            w.WriteString("text", p.text);
            w.WriteEndObject();
            w.WriteEndArray();
            w.WriteStartObject("metadata");
            p.metadata(w, p.state);
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        }));
}
