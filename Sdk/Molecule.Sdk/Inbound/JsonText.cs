using System.Text.Json;

namespace Molecule.Sdk.Inbound;

/// <summary>Reads text out of A2A documents in all spellings that occur: <c>kind</c>, <c>type</c> and bare <c>text</c> parts.</summary>
static class JsonText
{
    public static string? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The text parts of a message, joined by line breaks; null when it has none.</summary>
    public static string? OfParts(JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("parts", out var parts)
            || parts.ValueKind != JsonValueKind.Array)
            return null;
        var texts = parts.EnumerateArray().Where(IsText).Select(part => Member(part, "text")).OfType<string>().ToArray();
        return texts.Length == 0 ? null : string.Join('\n', texts);
    }

    /// <summary>
    /// The text of a JSON-RPC result: its parts, its message, its status message or its artifacts, whichever comes first.
    /// </summary>
    public static string? OfResult(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object) return result.ValueKind == JsonValueKind.String ? result.GetString() : null;
        return OfParts(result)
            ?? (result.TryGetProperty("message", out var message) ? OfParts(message) : null)
            ?? (result.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object
                && status.TryGetProperty("message", out var said) ? OfParts(said) : null)
            ?? OfArtifacts(result);
    }

    static string? OfArtifacts(JsonElement result)
    {
        if (!result.TryGetProperty("artifacts", out var artifacts) || artifacts.ValueKind != JsonValueKind.Array) return null;
        var texts = artifacts.EnumerateArray().Select(OfParts).OfType<string>().ToArray();
        return texts.Length == 0 ? null : string.Join('\n', texts);
    }

    static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && (Member(part, "kind") ?? Member(part, "type") ?? "text") == "text";
}
