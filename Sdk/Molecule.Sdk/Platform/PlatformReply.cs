using System.Text.Json;
using Molecule.Sdk.Inbound;

namespace Molecule.Sdk.Platform;

/// <summary>What came back from one call to the platform.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Body">The JSON body; undefined when there was none.</param>
/// <param name="RetryAfter">How long the platform asks to wait, when it does.</param>
/// <param name="Failure">Why there was no answer.</param>
readonly record struct PlatformReply(int Status, JsonElement Body, TimeSpan? RetryAfter = null, string? Failure = null)
{
    public bool IsSuccess => Status is >= 200 and < 300;
    public bool NoAnswer => Status == 0;
    public string Error => Failure ?? JsonText.Member(Body, "error") ?? $"HTTP {Status}";

    public bool Flag(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public int Number(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.TryGetInt32(out var number)
            ? number
            : 0;

    public string Text(string name) => JsonText.Member(Body, name) ?? "";

    public static PlatformReply Unanswered(string why) => new(0, default, Failure: why);
}
