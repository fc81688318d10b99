using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>Heartbeats a second of distinct, authenticated agents. Budget: at least 80 % of the bare endpoint.</summary>
static class HeartbeatBenchmark
{
    const int Agents = 1000;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        await using var molecule = await ServerProcess.StartAsync("molecule");
        await using var bare = await ServerProcess.StartAsync("bare-heartbeats");
        await using var least = await ServerProcess.StartAsync("least-heartbeats");
        var agents = await BenchmarkAgent.CreateAsync(molecule.Url, options.Size ?? Agents, "http://localhost:9");
        var beats = agents.Select(agent => HttpLoad.Post("/registry/heartbeat", Body(agent.Id), agent.Token)).ToList();

        await Comparison.RunAsync("heartbeats", "a second", options, new("molecule", () => MeasureAsync(molecule)), new("bare", () => MeasureAsync(bare)), new("least", () => MeasureAsync(least)));

        Task<Sample> MeasureAsync(ServerProcess server) => server.MeasureAsync(
            url => HttpLoad.MeasureAsync(url, beats, options.Connections, options.Length(), options.WarmUp), result => result.PerSecond);
    }

    static string Body(string id) =>
        $$"""{"workspace_id":"{{id}}","error_rate":0.0,"sample_error":"","active_tasks":1,"uptime_seconds":3600,"current_task":"reviewing"}""";
}
