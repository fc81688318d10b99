using System.Diagnostics;
using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Seeding;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>
/// Many registered workspaces that do nothing. Each has sent a heartbeat, so the grains of all of them and of their tokens are in memory. Budget for
/// 100 000: 1 GiB, 2 % of a core; after <c>kill -9</c> all of them are answered for within 10 s of the start.
/// </summary>
static class IdleBenchmark
{
    const int Workspaces = 100_000;
    const int Messages = 20;

    // What heartbeats leave behind (when they were last seen) is written within this time.
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(35);

    // Longer than what was left of the leases when the program was killed, had it kept them.
    static readonly TimeSpan Watch = TimeSpan.FromSeconds(15);

    public static async Task<bool> RunAsync(BenchmarkOptions options)
    {
        var size = options.Size ?? Workspaces;
        var budget = new Budget("idle");
        await using var agent = await ServerProcess.StartAsync("agent");
        await using var store = BenchmarkStore.Sqlite();
        var agents = await Seed.WorkspacesAsync(store, size, $"http://localhost:{agent.Url.Port}/");
        var isShort = options.Seconds < 5;
        await using (var molecule = await ServerProcess.StartAsync("molecule", store.Arguments))
        {
            await WakeAsync(molecule, agents, budget, options.Connections);
            await Task.Delay(isShort ? TimeSpan.Zero : Settling);
            await WatchAsync(molecule, budget, options.Length(20));
            await molecule.KillAsync();
        }

        var started = Stopwatch.GetTimestamp();
        await using var again = await ServerProcess.StartAsync("molecule", store.Arguments);
        var listening = Stopwatch.GetElapsedTime(started);
        using var client = new BenchmarkClient(again.Url);
        var (_, _, online) = await client.ReadAsync("/workspaces", "\"status\":\"online\"");
        var listed = Stopwatch.GetElapsedTime(started);
        await TalkAsync(again.Url, agents);
        var took = Stopwatch.GetElapsedTime(started);
        budget.Note($"after kill -9 it listened after {listening.TotalSeconds:N1} s and had given the list of {online:N0} after {listed.TotalSeconds:N1} s");
        budget.Holds("all are on the list, online", online == size);
        budget.Below("all answered for, messages and heartbeats too", took.TotalSeconds, 10, "s");
        await Task.Delay(isShort ? TimeSpan.Zero : Watch);
        budget.Holds($"{Watch.TotalSeconds} s later all are online still: their leases are new", await client.CountAsync() == (size, size));
        budget.Note($"{again.Memory / 1048576.0:N0} MiB after the restart, before any agent was heard");
        return budget.IsMet;
    }

    static async Task WakeAsync(ServerProcess molecule, IReadOnlyList<BenchmarkAgent> agents, Budget budget, int connections)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(agents.Chunk((agents.Count / connections) + 1).Select(async some =>
        {
            using var connection = new LoadConnection();
            await connection.ConnectAsync(molecule.Url);
            foreach (var each in some)
                await connection.SendAsync(HeartbeatStream.Beat(each));
        }));
        budget.Note($"the first heartbeat of each of {agents.Count:N0} took {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s together");
    }

    static async Task WatchAsync(ServerProcess molecule, Budget budget, TimeSpan length)
    {
        var (cpu, started, most) = (molecule.Cpu, Stopwatch.GetTimestamp(), molecule.Memory);
        while (Stopwatch.GetElapsedTime(started) < length)
        {
            await Task.Delay(200);
            most = Math.Max(most, molecule.Memory);
        }

        budget.Below("memory (resident)", most / 1048576.0, 1024, "MiB");
        budget.Below("processor, of one core", 100 * ((molecule.Cpu - cpu) / Stopwatch.GetElapsedTime(started)), 2, "%");
    }

    // From a parent to its child, all over the tree.
    static async Task TalkAsync(Uri server, IReadOnlyList<BenchmarkAgent> agents)
    {
        using var connection = new LoadConnection();
        await connection.ConnectAsync(server);
        for (var i = 0; i < Math.Min(Messages, agents.Count - 1); i++)
        {
            var target = 1 + (int)((long)i * (agents.Count - 1) / Messages);
            await connection.SendAsync(HttpLoad.Post($"/workspaces/{agents[target].Id}/a2a", HopBenchmark.Message(i), agents[(target - 1) / 10].Token));
            await connection.SendAsync(HeartbeatStream.Beat(agents[target]));
        }
    }
}
