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
        var unwatched = await BeatAsync(server, agents, period, length);
        using var crowd = await SocketCrowd.OpenAsync(server, sockets);
        await BeatAsync(server, agents, period, length);
        await ArriveAsync(crowd);

        var (frames, cpu) = (crowd.Frames, server.Cpu);
        var watched = await BeatAsync(server, agents, period, length);
        await ArriveAsync(crowd);
        (frames, cpu) = (crowd.Frames - frames, server.Cpu - cpu);
        budget.Holds($"flood: no canvas of {sockets} was cut", crowd.IsWhole);
        budget.Note(
            $"flood: {watched.Sent / length.TotalSeconds:N0} heartbeats a second, {frames / length.TotalSeconds:N0} frames; processor time of the server for each "
            + $"frame {(cpu - unwatched.Each * watched.Sent).TotalMicroseconds / frames:N1} µs");
    }

    static async Task<(int Sent, TimeSpan Each)> BeatAsync(
        ServerProcess server, IReadOnlyList<BenchmarkAgent> agents, TimeSpan period, TimeSpan length)
    {
        var before = server.Cpu;
        var stream = new HeartbeatStream(server.Url, agents, period);
        await using (stream)
            await Task.Delay(length);
        return (stream.Sent, (server.Cpu - before) / Math.Max(1, stream.Sent));
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
