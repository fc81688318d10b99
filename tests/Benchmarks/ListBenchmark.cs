using System.Diagnostics;
using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Seeding;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>
/// <c>GET /workspaces</c> of a large org, read to its last byte, while every agent sends its heartbeat each 30 s. Budget: median below 50 ms with 10 000
/// workspaces.
/// </summary>
static class ListBenchmark
{
    const int Workspaces = 10_000;
    const int WarmUp = 20;
    static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(30);

    public static async Task<bool> RunAsync(BenchmarkOptions options)
    {
        var size = options.Size ?? Workspaces;
        var budget = new Budget("list");
        await using var store = BenchmarkStore.Sqlite();
        var agents = await Seed.WorkspacesAsync(store, size, "http://localhost:9");
        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        using var client = new BenchmarkClient(molecule.Url);
        budget.Holds($"{size:N0} workspaces are listed", await client.CountAsync() is var (all, _) && all == size);
        for (var i = 0; i < WarmUp; i++)
            await client.ReadAsync("/workspaces", "\n");

        await using var beats = new HeartbeatStream(molecule.Url, agents, HeartbeatPeriod);
        var took = new List<double>();
        var (cpu, bytes) = (molecule.Cpu, 0L);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < options.Length(10);)
        {
            var (time, length, _) = await client.ReadAsync("/workspaces", "\n");
            took.Add(time.TotalMilliseconds);
            bytes = length;
        }

        cpu = molecule.Cpu - cpu;
        took.Sort();
        budget.Note($"{took.Count} times {bytes / 1e6:N1} MB, {beats.Sent} heartbeats meanwhile; processor time of a list {cpu.TotalMilliseconds / took.Count:N1} ms");
        budget.Note($"p90 {took[took.Count * 9 / 10]:N1} ms, p99 {took[took.Count * 99 / 100]:N1} ms, longest {took[^1]:N1} ms");
        budget.Below("p50", took[took.Count / 2], 50, "ms");
        return budget.IsMet;
    }
}
