using Molecule.Storage.Sql;

namespace Molecule.Storage.Usage;

sealed class SqlTokenUsage(Database database) : ITokenUsage
{
    const string Read =
        """
        SELECT input_tokens AS InputTokens, output_tokens AS OutputTokens, calls AS Calls, cost_micro_usd AS CostMicroUsd
        FROM token_usage
        WHERE org = @org AND workspace_id = @workspaceId AND period_start = @start
        """;

    readonly string _add =
        $"""
        INSERT INTO token_usage (org, workspace_id, period_start, input_tokens, output_tokens, calls, cost_micro_usd)
        SELECT u.org, u.workspace_id, u.period_start, u.input_tokens, u.output_tokens, u.calls, u.cost_micro_usd
        FROM {database.Dialect.Rows(
            "usage", "u", ("org", "text"), ("workspace_id", "text"), ("period_start", "bigint"), ("input_tokens", "bigint"), ("output_tokens", "bigint"),
            ("calls", "bigint"), ("cost_micro_usd", "bigint"))}
        WHERE true
        ORDER BY u.org, u.workspace_id, u.period_start
        ON CONFLICT (org, workspace_id, period_start) DO UPDATE SET
            input_tokens = token_usage.input_tokens + excluded.input_tokens,
            output_tokens = token_usage.output_tokens + excluded.output_tokens,
            calls = token_usage.calls + excluded.calls,
            cost_micro_usd = token_usage.cost_micro_usd + excluded.cost_micro_usd
        """;

    public Task AddAsync(IReadOnlyList<UsageOfDay> usage)
    {
        if (usage.Count == 0)
            return Task.CompletedTask;

        // One row of each in a statement; always in the same order, so that two batches cannot wait for each other.
        var rows = usage.GroupBy(each => (each.Org, each.WorkspaceId, Start: each.PeriodStart.ToDb()))
            .OrderBy(group => group.Key.Org, StringComparer.Ordinal)
            .ThenBy(group => group.Key.WorkspaceId, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Start)
            .Select(group => (group.Key, Sum: group.Aggregate(default(UsageSum), (sum, each) => sum + each.Sum)))
            .Select(row => new
            {
                row.Key.Org,
                row.Key.WorkspaceId,
                PeriodStart = row.Key.Start,
                row.Sum.InputTokens,
                row.Sum.OutputTokens,
                row.Sum.Calls,
                row.Sum.CostMicroUsd,
            });
        var parameters = new { usage = RowJson.Of(rows) };
        return database.WriteAsync(WriteTraits.None, session => session.ExecuteAsync(_add, parameters));
    }

    public async Task<UsageSum> ReadAsync(string org, string workspaceId, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var parameters = new { org, workspaceId, start = UsageOfDay.StartOf(day).ToDb() };
        var row = await database.ReadAsync(session => session.QueryFirstOrDefaultAsync<Row>(Read, parameters), cancellationToken);
        return row is null ? default : new(row.InputTokens, row.OutputTokens, row.Calls, row.CostMicroUsd);
    }

    sealed class Row
    {
        public long InputTokens { get; set; }

        public long OutputTokens { get; set; }

        public long Calls { get; set; }

        public long CostMicroUsd { get; set; }
    }
}
