using System.Diagnostics;

namespace Molecule.Benchmarks.Load;

/// <summary>The heartbeats of many agents, each once a period and evenly spread over it, until it is disposed.</summary>
sealed class HeartbeatStream : IAsyncDisposable
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    readonly CancellationTokenSource _ended = new();
    readonly Task _running;

    /// <summary>Starts it.</summary>
    public HeartbeatStream(Uri server, IReadOnlyList<BenchmarkAgent> agents, TimeSpan period) => _running = RunAsync(server, agents, period);

    /// <summary>Heartbeats that were answered.</summary>
    public int Sent { get; private set; }

    /// <summary>One heartbeat.</summary>
    public static byte[] Beat(BenchmarkAgent agent, string task = "reviewing") => HttpLoad.Post(
        "/registry/heartbeat",
        $$"""{"workspace_id":"{{agent.Id}}","error_rate":0.0,"sample_error":"","active_tasks":1,"uptime_seconds":3600,"current_task":"{{task}}"}""",
        agent.Token);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    async Task RunAsync(Uri server, IReadOnlyList<BenchmarkAgent> agents, TimeSpan period)
    {
        using var connection = new LoadConnection();
        await connection.ConnectAsync(server);
        var started = Stopwatch.GetTimestamp();
        while (!_ended.IsCancellationRequested)
        {
            var wanted = agents.Count * (Stopwatch.GetElapsedTime(started) / period);
            for (; Sent < wanted && !_ended.IsCancellationRequested; Sent++)
                await connection.SendAsync(Beat(agents[Sent % agents.Count], $"task {Sent}"));
            await Task.Delay(Step);
        }
    }
}
