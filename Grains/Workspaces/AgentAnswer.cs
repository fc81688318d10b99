using System.Text.Json;
using Molecule.Grains.A2A;
using Molecule.Grains.Json;
using Molecule.Grains.Usage;

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

    /// <summary>What an answer says besides its text: <c>result.metadata.tool_trace</c>, and <c>usage</c> of the result or else of the top level.</summary>
    public static AnswerFacts Read(ReadOnlyMemory<byte> body)
    {
        // A look at the bytes spares parsing answers that have neither. A name may be spelled with escapes.
        if (body.Span.IndexOf("tool_trace"u8) < 0 && body.Span.IndexOf("\"usage\""u8) < 0 && !body.Span.Contains((byte)'\\'))
            return default;
        using var document = JsonText.TryParse(body);
        if (document?.RootElement is not { } answer)
            return default;
        var result = answer.Member("result");
        var trace = result?.Member("metadata")?.Member("tool_trace") is { ValueKind: not JsonValueKind.Null } found ? found.GetRawText() : null;
        return new(trace, UsageIn(result) ?? UsageIn(answer) ?? default);
    }

    static TokenCount? UsageIn(JsonElement? element) => element?.Member("usage") is { ValueKind: JsonValueKind.Object } usage
        ? TokenCount.Of(WholeOf(usage.Member("input_tokens")), WholeOf(usage.Member("output_tokens")))
        : null;

    static long WholeOf(JsonElement? number) => number is { ValueKind: JsonValueKind.Number } element && element.TryGetInt64(out var whole) ? whole : 0;

    /// <summary><c>params.message.messageId</c> of a request.</summary>
    public static string? MessageIdOf(ReadOnlyMemory<byte> request)
    {
        using var document = JsonText.TryParse(request);
        return document?.RootElement.Member("params")?.Member("message")?.Member("messageId") is { ValueKind: JsonValueKind.String } id
            ? id.GetString()
            : null;
    }
}

/// <summary>What an answer says besides its text.</summary>
/// <param name="ToolTrace">The tools that were used, JSON text; or null.</param>
/// <param name="Usage">The tokens that it took.</param>
readonly record struct AnswerFacts(string? ToolTrace, TokenCount Usage);
