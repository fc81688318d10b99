using System.Text.Json;

namespace Molecule.Gateway.Endpoints.Budgets;

/// <summary>A new limit.</summary>
sealed record BudgetBody
{
    /// <summary>US cents a month, not negative; null: no limit. Must be there.</summary>
    public JsonElement BudgetLimit { get; init; }
}

/// <summary>A budget in US cents.</summary>
/// <param name="BudgetLimit">A month's; null: no limit.</param>
/// <param name="MonthlySpend">This month's.</param>
/// <param name="BudgetRemaining">What is left; negative when more was spent.</param>
/// <param name="BudgetUsed">The same as <paramref name="MonthlySpend"/>, by the name that the canvas reads.</param>
sealed record BudgetReply(long? BudgetLimit, long MonthlySpend, long? BudgetRemaining, long BudgetUsed);
