using System.Text.Json;
using Molecule.Grains.A2A;
using Molecule.Grains.Json;

namespace Molecule.Grains.Workspaces;

/// <summary>What the grain reads in an agent's answer or in a request; all of it optional, none of it trusted.</summary>
static class AgentAnswer
{
    /// <summary>The top-level <c>error</c> if it is a string.</summary>
    public static string? ErrorOf(ReadOnlyMemory<byte> body)
    {
        using var document = JsonText.TryParse(body);
        return document?.RootElement.Member("error") is { ValueKind: JsonValueKind.String } error ? error.GetString() : null;
    }

    /// <summary>Whether a 202 says <c>{"queued":true}</c>: the message waits again, elsewhere. Any other 202 is a real answer.</summary>
    public static bool IsRequeued(A2ACarried carried)
    {
        if (carried.AgentStatus != 202)
            return false;
        using var document = JsonText.TryParse(carried.Response);
        return document?.RootElement.Member("queued") is { ValueKind: JsonValueKind.True };
    }

    /// <summary><c>result.metadata.tool_trace</c> as JSON text.</summary>
    public static string? ToolTraceOf(ReadOnlyMemory<byte> body)
    {
        // Hardly any answer has one: a look at the bytes spares parsing the others. A name may be spelled with escapes.
        if (body.Span.IndexOf("tool_trace"u8) < 0 && !body.Span.Contains((byte)'\\'))
            return null;
        using var document = JsonText.TryParse(body);
        return document?.RootElement.Member("result")?.Member("metadata")?.Member("tool_trace") is { ValueKind: not JsonValueKind.Null } trace
            ? trace.GetRawText()
            : null;
    }

    /// <summary><c>params.message.messageId</c> of a request.</summary>
    public static string? MessageIdOf(ReadOnlyMemory<byte> request)
    {
        using var document = JsonText.TryParse(request);
        return document?.RootElement.Member("params")?.Member("message")?.Member("messageId") is { ValueKind: JsonValueKind.String } id
            ? id.GetString()
            : null;
    }
}
