using System.Diagnostics;
using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Sockets;

/// <summary>The canvases of a large org: every heartbeat is a frame for each of them.</summary>
static class Flood
{
    static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(10);

    /// <summary>Measures what a frame costs the server beyond the heartbeat that it tells of.</summary>
    public static async Task MeasureAsync(
        ServerProcess server, IReadOnlyList<BenchmarkAgent> agents, int sockets, int beatsPerSecond, TimeSpan length, Budget budget)
    {
        var period = TimeSpan.FromSeconds((double)agents.Count / beatsPerSecond);
        var (alone, sent) = await BeatAsync(server, agents, period, length);
        using var crowd = await SocketCrowd.OpenAsync(server, sockets);
        await BeatAsync(server, agents, period, length);
        await ArriveAsync(crowd);
        var before = crowd.Frames;
        var (watched, again) = await BeatAsync(server, agents, period, length);
        var cpu = server.Cpu;
        await ArriveAsync(crowd);
        watched += server.Cpu - cpu;
        var frames = crowd.Frames - before;
        budget.Holds($"flood: no canvas of {sockets} was cut", crowd.IsWhole);
        budget.Note(
            $"flood: {again / length.TotalSeconds:N0} heartbeats a second, {frames / length.TotalSeconds:N0} frames; processor time of the server for each "
            + $"frame {(watched - alone * ((double)again / sent)).TotalMicroseconds / frames:N1} µs");
    }

    static async Task<(TimeSpan Cpu, int Sent)> BeatAsync(
        ServerProcess server, IReadOnlyList<BenchmarkAgent> agents, TimeSpan period, TimeSpan length)
    {
        var before = server.Cpu;
        await using var stream = new HeartbeatStream(server.Url, agents, period);
        await Task.Delay(length);
        return (server.Cpu - before, stream.Sent);
    }

    // Nothing came for a while.
    static async Task ArriveAsync(SocketCrowd crowd)
    {
        var started = Stopwatch.GetTimestamp();
        for (var frames = -1L; crowd.Frames != frames && Stopwatch.GetElapsedTime(started) < LastFrames;)
        {
            frames = crowd.Frames;
            await Task.Delay(100);
        }
    }
}
