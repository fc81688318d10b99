using System.Diagnostics.CodeAnalysis;
using Molecule.Gateway.Http;
using Molecule.Grains.Delegations;

namespace Molecule.Gateway.Endpoints.Delegations;

/// <summary>What delegations are checked for before anybody is asked (contract, 12.1).</summary>
static class DelegationRules
{
    /// <summary>Characters of the longest id that an agent may bring.</summary>
    public const int MaxIdLength = 256;

    /// <summary>400: whom it is for is no id.</summary>
    public static Reply InvalidTarget { get; } = Errors.Of(400, "target_id must be a valid UUID");

    /// <summary>A target's id in the one spelling that ids have; others write it in capitals.</summary>
    public static bool TryReadTarget(string text, [NotNullWhen(true)] out string? target)
    {
        target = Guid.TryParseExact(text, "D", out var id) ? id.ToString("D") : null;
        return target is not null;
    }

    /// <summary>Whether an id may be an agent's own: it must also be sayable in the path of <c>update</c>, where a slash and dots have a meaning.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= MaxIdLength } and not ("." or "..")
        && !text.Any(static letter => letter == '/' || char.IsControl(letter)) && IsWhole(text);

    /// <summary>The status that an agent may set by this name, or null. The error text names two of them only.</summary>
    public static DelegationStatus? StatusOf(string name) => DelegationStatusNames.TryParse(name) switch
    {
        (DelegationStatus.Completed or DelegationStatus.Failed or DelegationStatus.Queued or DelegationStatus.InProgress) and var status => status,
        _ => null,
    };

    // Half a surrogate pair is stored as something else, and would not be found again.
    static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || ++i == text.Length || !char.IsLowSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
