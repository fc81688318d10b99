using System.Diagnostics;
using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Seeding;
using Molecule.Benchmarks.Servers;
using Molecule.Benchmarks.Sockets;

namespace Molecule.Benchmarks;

/// <summary>
/// From a change (an agent's new card: written, put into the event log, then told) to the sockets of everybody who looks on: from the first byte of the
/// request to the frame in the client's hands. Budget with 1 000 sockets: p50 below 5 ms, p99 below 100 ms, the same with dead readers among them.
/// </summary>
static class SocketBenchmark
{
    const int Sockets = 1000;
    const int DeadReaders = 10;
    const int Workspaces = 5_000;
    const int WarmUp = 500;
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(10);

    public static async Task<bool> RunAsync(BenchmarkOptions options)
    {
        SocketCrowd.ReadCheaply();
        var size = options.Size ?? Sockets;
        var budget = new Budget("sockets");
        await using var store = BenchmarkStore.Sqlite();
        var agents = await Seed.WorkspacesAsync(store, Math.Min(Workspaces, size * 5), "http://localhost:9");
        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        using var crowd = await SocketCrowd.OpenAsync(molecule, size);
        using var connection = new LoadConnection();
        await connection.ConnectAsync(molecule.Url);
        // As many as it takes for the compiler to be done with what it runs.
        var warmUp = options.IsSmoke ? 1 : WarmUp;
        for (var i = 0; i < warmUp; i++)
            await connection.SendAsync(NewCard(agents[i % agents.Count]));
        await ArriveAsync(warmUp);
        await MeasureAsync("warm-up", options.Length(3) / 3);
        Judge("all read", await MeasureAsync("all read", options.Length(12)));

        // The org's whole history is sent to them at once, which fills every buffer on their way; then they are behind, and in the end cut.
        var dead = Enumerable.Range(0, Math.Min(DeadReaders, size)).Select(_ => new SocketClient()).ToList();
        await Task.WhenAll(dead.Select(client => client.OpenAsync(molecule.Url, "?since=0", receiveBuffer: 4096)));
        await CalmDownAsync(molecule);
        Judge($"{dead.Count} dead readers", await MeasureAsync($"{dead.Count} dead readers", options.Length(12)));
        dead.ForEach(client => client.Dispose());
        budget.Holds("no reader was cut", crowd.IsWhole);
        return budget.IsMet;

        async Task<float[]> MeasureAsync(string what, TimeSpan length)
        {
            var (cpu, before, sent) = (molecule.Cpu, crowd.Received, 0);
            crowd.Count();
            for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < length; sent++)
            {
                var due = started + (long)(sent * Period.TotalSeconds * Stopwatch.Frequency);
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } rest)
                    await Task.Delay(rest);
                await connection.SendAsync(NewCard(agents[sent % agents.Count]));
            }

            await ArriveAsync(before + sent);
            cpu = molecule.Cpu - cpu;
            budget.Holds($"{what}: {sent} changes reached each of {size:N0} sockets", crowd.Received == before + sent);
            budget.Note($"{what}: processor time of the program for each frame {cpu.TotalMicroseconds / sent / size:N1} µs");
            return crowd.Summarize();
        }

        async Task ArriveAsync(int count)
        {
            for (var ended = Stopwatch.GetTimestamp(); crowd.Received < count && Stopwatch.GetElapsedTime(ended) < LastFrames;)
                await Task.Delay(20);
        }

        void Judge(string what, float[] took)
        {
            budget.Note($"{what}: p10 {took[took.Length / 10]:N1} ms, p90 {took[took.Length * 9 / 10]:N1} ms, longest {took[^1]:N1} ms");
            budget.Below($"{what}: p50", took[took.Length / 2], 5, "ms");
            budget.Below($"{what}: p99", took[took.Length * 99L / 100], 100, "ms");
        }
    }

    // What the dead readers are sent until nothing goes in any more is not what is measured.
    static async Task CalmDownAsync(ServerProcess server)
    {
        var (look, busy) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(50));
        for (var tries = 0; tries < 60; tries++)
        {
            var before = server.Cpu;
            await Task.Delay(look);
            if (server.Cpu - before < busy)
                return;
        }
    }

    static byte[] NewCard(BenchmarkAgent agent) => HttpLoad.Post(
        "/registry/update-card",
        $$$"""{"workspace_id":"{{{agent.Id}}}","agent_card":{"name":"{{{SocketClient.Mark}}}{{{Stopwatch.GetTimestamp()}}}","description":"An agent of the benchmark."}}""",
        agent.Token);
}
