using System.Text;
using System.Text.Json;
using Molecule.Grains.Json;

namespace Molecule.Grains.Delegations;

/// <summary>The text of an agent's answer (contract, 12.3): of all its text parts, wherever agents put them, else the answer as it is.</summary>
static class ReplyText
{
    /// <summary>Bytes that are kept of a reply.</summary>
    public const int Limit = 256 * 1024;

    /// <summary>The text, cut at <see cref="Limit"/>.</summary>
    public static string Of(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonText.TryParse(answer);
        var text = document?.RootElement.Member("result") is { } result ? OfResult(result) : null;
        return TextPreview.Of(text ?? Encoding.UTF8.GetString(answer.Span), Limit);
    }

    static string? OfResult(JsonElement result) =>
        OfParts(result.Member("parts"))
        ?? OfArtifacts(result.Member("artifacts"))
        ?? OfParts(result.Member("message")?.Member("parts"))
        ?? OfParts(result.Member("status")?.Member("message")?.Member("parts"));

    static string? OfArtifacts(JsonElement? artifacts) => artifacts is { ValueKind: JsonValueKind.Array } list
        ? Join(list.EnumerateArray().Select(artifact => OfParts(artifact.Member("parts"))))
        : null;

    static string? OfParts(JsonElement? parts) => parts is { ValueKind: JsonValueKind.Array } list
        ? Join(list.EnumerateArray().Select(OfPart))
        : null;

    // "kind" of A2A, "type" of older agents, or neither.
    static string? OfPart(JsonElement part)
    {
        if (part.Member("text") is not { ValueKind: JsonValueKind.String } text)
            return null;
        var kind = part.Member("kind") ?? part.Member("type");
        return kind is null || kind is { ValueKind: JsonValueKind.String } name && name.ValueEquals("text") ? TextOf(text) : null;
    }

    static string? TextOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair.
        }
    }

    static string? Join(IEnumerable<string?> texts) =>
        string.Join('\n', texts.Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } joined ? joined : null;
}
