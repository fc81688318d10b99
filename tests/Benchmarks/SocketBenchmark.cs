using Molecule.Benchmarks.Seeding;
using Molecule.Benchmarks.Servers;
using Molecule.Benchmarks.Sockets;

namespace Molecule.Benchmarks;

/// <summary>
/// From a change (an agent's new card: written, put into the event log, then told) to the sockets of everybody who looks on: from the first byte of the
/// request to the frame in the client's hands. Budget with 1 000 sockets: p50 below 5 ms, p99 below 100 ms, the same with dead readers among them. The yardstick
/// is a loop that sends the request's body to as many sockets and does nothing else. And what a flood of heartbeats costs for each canvas that watches.
/// </summary>
static class SocketBenchmark
{
    const int Sockets = 1000;
    const int DeadReaders = 10;
    const int Workspaces = 5_000;
    const int WarmUp = 500;
    const int Canvases = 50;
    const int HeartbeatsPerSecond = 2000;

    public static async Task<bool> RunAsync(BenchmarkOptions options)
    {
        SocketCrowd.ReadCheaply();
        var size = options.Size ?? Sockets;
        var warmUp = options.IsSmoke ? 1 : WarmUp;
        var budget = new Budget("sockets");
        await using var store = BenchmarkStore.Sqlite();
        var agents = await Seed.WorkspacesAsync(store, Math.Min(Workspaces, size * 5), "http://localhost:9");
        await using (var bare = await ServerProcess.StartAsync("bare-sockets"))
        {
            using var yardstick = await Fanout.OpenAsync(bare, agents, size);
            await yardstick.WarmUpAsync(warmUp);
            var took = await yardstick.MeasureAsync("yardstick", options.Length(12), budget);
            budget.Note($"yardstick: p50 {Part(took, 50):N1} ms, p99 {Part(took, 99):N1} ms");
        }

        await using var molecule = await ServerProcess.StartAsync("molecule", store.Arguments);
        var fanout = await Fanout.OpenAsync(molecule, agents, size);
        await fanout.WarmUpAsync(warmUp);
        await fanout.MeasureAsync("warm-up", options.Length(3) / 3, budget);
        await JudgeAsync("all read");

        // The org's whole history is sent to them at once, which fills every buffer on their way; then they are behind, and in the end cut.
        var dead = Enumerable.Range(0, Math.Min(DeadReaders, size)).Select(_ => new SocketClient()).ToList();
        await Task.WhenAll(dead.Select(client => client.OpenAsync(molecule.Url, "?since=0", receiveBuffer: 4096)));
        await CalmDownAsync(molecule);
        await JudgeAsync($"{dead.Count} dead readers");
        dead.ForEach(client => client.Dispose());
        budget.Holds("no reader was cut", fanout.IsWhole);
        fanout.Dispose();
        await Flood.MeasureAsync(molecule, agents, Math.Min(Canvases, size), HeartbeatsPerSecond, options.Length(12), budget);
        return budget.IsMet;

        async Task JudgeAsync(string what)
        {
            var took = await fanout.MeasureAsync(what, options.Length(12), budget);
            budget.Below($"{what}: p50", Part(took, 50), 5, "ms");
            budget.Below($"{what}: p99", Part(took, 99), 100, "ms");
        }
    }

    static float Part(float[] sorted, int percent) => sorted[sorted.Length * (long)percent / 100];

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
}
