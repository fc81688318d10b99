namespace Molecule.Storage.Usage;

/// <summary>What the agents' answers cost in tokens, by workspace and UTC day (data-plane contract, section 16).</summary>
public interface ITokenUsage
{
    /// <summary>Adds to what is stored. Not repeatable: when it fails after the store took it, a repeat counts twice.</summary>
    Task AddAsync(IReadOnlyList<UsageOfDay> usage);

    /// <summary>A workspace's usage on the UTC day of a time; zeros if there was none.</summary>
    Task<UsageSum> ReadAsync(string org, string workspaceId, DateTimeOffset day, CancellationToken cancellationToken);
}

/// <summary>A workspace's usage on one UTC day.</summary>
/// <param name="Org">Its org.</param>
/// <param name="WorkspaceId">Whose agent answered.</param>
/// <param name="PeriodStart">The beginning of the day.</param>
/// <param name="Sum">How much.</param>
public sealed record UsageOfDay(string Org, string WorkspaceId, DateTimeOffset PeriodStart, UsageSum Sum)
{
    /// <summary>The beginning of a time's UTC day.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);
}

/// <summary>Tokens of some answers.</summary>
/// <param name="InputTokens">What went in.</param>
/// <param name="OutputTokens">What came out.</param>
/// <param name="Calls">Answers that said so.</param>
/// <param name="CostMicroUsd">In millionths of a US dollar, at the rates of their time.</param>
public readonly record struct UsageSum(long InputTokens, long OutputTokens, long Calls, long CostMicroUsd)
{
    /// <summary>Both together.</summary>
    public static UsageSum operator +(UsageSum one, UsageSum other) => one.Add(other);

    /// <summary>Both together.</summary>
    public UsageSum Add(UsageSum other) =>
        new(InputTokens + other.InputTokens, OutputTokens + other.OutputTokens, Calls + other.Calls, CostMicroUsd + other.CostMicroUsd);
}
