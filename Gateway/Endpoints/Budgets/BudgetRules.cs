using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints.Budgets;

/// <summary>Reads the limit that a body gives.</summary>
static class BudgetRules
{
    static readonly Reply Missing = Errors.Of(400, "budget_limit field is required");
    static readonly Reply Negative = Errors.Of(400, "budget_limit must be >= 0 (USD cents)");
    static readonly Reply NotWhole = Errors.Of(400, "budget_limit must be an integer (USD cents) or null");

    /// <summary>The limit in cents, or null for none.</summary>
    public static bool TryRead(BudgetBody body, out long? limit, [NotNullWhen(false)] out Reply? refusal)
    {
        (limit, refusal) = body.BudgetLimit.ValueKind switch
        {
            JsonValueKind.Undefined => (null, Missing),
            JsonValueKind.Null => (null, null),
            JsonValueKind.Number when WholeOf(body.BudgetLimit) is { } cents => cents < 0 ? (null, Negative) : (cents, null),
            _ => ((long?)null, NotWhole),
        };
        return refusal is null;
    }

    // 100.0 is a whole number too.
    static long? WholeOf(JsonElement number) =>
        number.TryGetInt64(out var whole) ? whole
        : number.TryGetDecimal(out var value) && value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value
        : null;
}
