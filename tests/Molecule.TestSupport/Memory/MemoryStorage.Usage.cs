using Molecule.Storage.Usage;

namespace Molecule.TestSupport.Memory;

partial class MemoryStorage
{
    public Task AddAsync(IReadOnlyList<UsageOfDay> usage) => RunAsync("add token usage", () =>
    {
        foreach (var (org, workspaceId, start, sum) in usage)
            database.TokenUsage[(org, workspaceId, start)] = database.TokenUsage.GetValueOrDefault((org, workspaceId, start)) + sum;
        return true;
    });

    public Task<UsageSum> ReadAsync(string org, string workspaceId, DateTimeOffset day, CancellationToken cancellationToken) =>
        RunAsync("read token usage", () => database.TokenUsage.GetValueOrDefault((org, workspaceId, UsageOfDay.StartOf(day))));
}
