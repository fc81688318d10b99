using System.Diagnostics;
using System.Text;

namespace Molecule.Benchmarks.Load;

/// <summary>Measures a server with a number of connections.</summary>
static class HttpLoad
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>A request as bytes.</summary>
    public static byte[] Post(string path, string body, string? bearer = null) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{(bearer is null ? "" : $"Authorization: Bearer {bearer}\r\n")}"
        + $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Loads a server: first for the warm-up, which does not count and is a second unless it is given, then for the length.</summary>
    public static Task<LoadResult> MeasureAsync(
        Uri url, IReadOnlyList<byte[]> requests, int connections, TimeSpan length, TimeSpan? warmUp = null)
    {
        var share = Math.Max(1, requests.Count / connections);
        return MeasureAsync([.. Enumerable.Range(0, connections).Select(i => new LoadLane(url, requests, i * share))], length, warmUp);
    }

    /// <summary>Loads several servers, one connection a lane.</summary>
    public static async Task<LoadResult> MeasureAsync(IReadOnlyList<LoadLane> lanes, TimeSpan length, TimeSpan? warmUp = null)
    {
        var phase = new LoadPhase();
        var clients = lanes.Select(lane => (Lane: lane, Connection: new LoadConnection(), Figures: new LoadFigures())).ToList();
        foreach (var client in clients)
            await client.Connection.ConnectAsync(client.Lane.Url);
        var running = clients
            .Select(client => Task.Run(() => client.Connection.RunAsync(client.Lane.Requests, client.Lane.First, phase, client.Figures))).ToList();

        await Task.WhenAny(Task.Delay(warmUp ?? WarmUp), Task.WhenAny(running));
        phase.Count();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAny(Task.Delay(length), Task.WhenAny(running));
        var elapsed = Stopwatch.GetElapsedTime(started);
        phase.End();
        await Task.WhenAll(running);
        foreach (var client in clients)
            client.Connection.Dispose();
        return LoadFigures.Summarize([.. clients.Select(client => client.Figures)], elapsed);
    }
}
