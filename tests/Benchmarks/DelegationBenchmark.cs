using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;
using Molecule.Storage;
using Molecule.Storage.Delegations;

namespace Molecule.Benchmarks;

/// <summary>
/// Delegations accepted a second while they are sent on to agents that answer at once. Budget, on a PostgreSQL server that flushes each commit: 3 000 a
/// second, each accepted within 50 ms in 99 of 100 cases.
/// </summary>
static class DelegationBenchmark
{
    const int Agents = 100;

    public static async Task<bool> RunAsync(BenchmarkOptions options)
    {
        var budget = new Budget("delegations");
        await using (var postgres = await BenchmarkStore.PostgresAsync())
        {
            if (postgres is null)
                budget.Holds("PostgreSQL is there", false);
            else
                await MeasureAsync(postgres, options, budget, isJudged: true);
        }

        await using var sqlite = BenchmarkStore.Sqlite();
        await MeasureAsync(sqlite, options, budget, isJudged: false);
        return budget.IsMet;
    }

    static async Task MeasureAsync(BenchmarkStore store, BenchmarkOptions options, Budget budget, bool isJudged)
    {
        await using var agent = await ServerProcess.StartAsync("agent");
        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        var agents = await BenchmarkAgent.CreateAsync(molecule.Url, options.Size ?? Agents, $"http://localhost:{agent.Url.Port}/");
        // Each to the next; all are siblings.
        var requests = agents.Select((source, i) => HttpLoad.Post(
            $"/workspaces/{source.Id}/delegate",
            $$"""{"target_id":"{{agents[(i + 1) % agents.Count].Id}}","task":"Please review the change of the day and say what you would do otherwise."}""",
            source.Token)).ToList();

        // The warm-up is long, so that the compiler is done; what it accepts is sent meanwhile like the rest.
        var length = options.Length(10);
        var before = await LoadAsync(length * 2);
        await store.AnalyzeAsync();
        var cpu = molecule.Cpu;
        var result = await LoadAsync(length);
        cpu = molecule.Cpu - cpu;
        var (accepted, open) = (before.Sent + result.Sent, await CountOpenAsync(store));
        var name = store.Dialect;
        budget.Note(
            $"{name}: {accepted - open:N0} of {accepted:N0} were delivered meanwhile, the warm-up included; p50 {result.P50 / 1000:N1} ms; "
            + $"processor time of the program for each {cpu.TotalMicroseconds / result.Sent:N0} µs");
        if (isJudged)
        {
            budget.AtLeast($"{name}: accepted", result.PerSecond, 3000, "a second");
            budget.Below($"{name}: p99", result.P99 / 1000, 50, "ms");
        }
        else
        {
            budget.Note($"{name}: accepted {result.PerSecond:N1} a second, p99 {result.P99 / 1000:N1} ms");
        }

        Task<LoadResult> LoadAsync(TimeSpan time) => HttpLoad.MeasureAsync(molecule.Url, requests, options.Connections, time, options.WarmUp);
    }

    static async Task<int> CountOpenAsync(BenchmarkStore store)
    {
        await using var services = new ServiceCollection().AddMoleculeStorage(store.Options).BuildServiceProvider();
        return (await services.GetRequiredService<IDelegationStore>().ListDueAsync("default", DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None)).Count;
    }
}
