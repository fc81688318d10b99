using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>
/// A message from agent to agent through the gateway, answered by an agent in a third process. Budget: at least 80 % of the throughput of a bare forward,
/// and the median within 0.2 ms of it.
/// </summary>
static class HopBenchmark
{
    const int Agents = 100;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        await using var agent = await ServerProcess.StartAsync("agent");
        await using var molecule = await ServerProcess.StartAsync("molecule");
        await using var bare = await ServerProcess.StartAsync("bare-forward", agent.Url.ToString());
        await using var least = await ServerProcess.StartAsync("least-forward", agent.Url.ToString());
        var agents = await BenchmarkAgent.CreateAsync(molecule.Url, options.Size ?? Agents, $"http://localhost:{agent.Url.Port}/");
        // Each sends to the next; all are siblings.
        var messages = agents.Select((target, i) => HttpLoad.Post($"/workspaces/{target.Id}/a2a", Message(i), agents[(i + 1) % agents.Count].Token)).ToList();

        await Comparison.RunAsync("a2a throughput", "a second", options, Sides(CrowdAsync));
        await Comparison.RunAsync("a2a median, one at a time", "µs", options, Sides(AloneAsync));

        Side[] Sides(Func<ServerProcess, Task<Sample>> measure) =>
            [new("molecule", () => measure(molecule)), new("bare", () => measure(bare)), new("least", () => measure(least))];

        Task<Sample> CrowdAsync(ServerProcess server) => server.MeasureAsync(url => LoadAsync(url, options.Connections), result => result.PerSecond);
        Task<Sample> AloneAsync(ServerProcess server) => server.MeasureAsync(url => LoadAsync(url, 1), result => result.P50);
        Task<LoadResult> LoadAsync(Uri url, int connections) =>
            HttpLoad.MeasureAsync(url, messages, connections, options.Length(), options.WarmUp);
    }

    /// <summary>A short message.</summary>
    public static string Message(int i) => """
        {"jsonrpc":"2.0","id":"ID","method":"message/send","params":{"message":{"role":"user","messageId":"m-ID","parts":[{"kind":"text","text":"Please review the change."}]}}}
        """.Trim().Replace("ID", i.ToString());
}
