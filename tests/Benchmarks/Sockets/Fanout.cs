using System.Diagnostics;
using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Sockets;

/// <summary>A server, those who watch it, and whoever changes something there.</summary>
sealed class Fanout : IDisposable
{
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LastFrames = TimeSpan.FromSeconds(10);

    readonly LoadConnection _connection = new();
    readonly ServerProcess _server;
    readonly SocketCrowd _crowd;
    readonly IReadOnlyList<BenchmarkAgent> _agents;
    readonly int _size;

    Fanout(ServerProcess server, SocketCrowd crowd, IReadOnlyList<BenchmarkAgent> agents, int size) =>
        (_server, _crowd, _agents, _size) = (server, crowd, agents, size);

    /// <summary>Whether no socket was closed by the server.</summary>
    public bool IsWhole => _crowd.IsWhole;

    /// <summary>Opens the sockets.</summary>
    public static async Task<Fanout> OpenAsync(ServerProcess server, IReadOnlyList<BenchmarkAgent> agents, int size)
    {
        var fanout = new Fanout(server, await SocketCrowd.OpenAsync(server, size), agents, size);
        await fanout._connection.ConnectAsync(server.Url);
        return fanout;
    }

    /// <summary>Changes so many as it takes for the compiler to be done with what it runs.</summary>
    public async Task WarmUpAsync(int changes)
    {
        var before = _crowd.Received;
        for (var i = 0; i < changes; i++)
            await _connection.SendAsync(NewCard(_agents[i % _agents.Count]));
        await ArriveAsync(before + changes);
    }

    /// <summary>Ten changes a second.</summary>
    /// <returns>How long each frame took to each socket, milliseconds, in order.</returns>
    public async Task<float[]> MeasureAsync(string what, TimeSpan length, Budget budget)
    {
        var (cpu, before, sent) = (_server.Cpu, _crowd.Received, 0);
        _crowd.Count();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < length; sent++)
        {
            var due = started + (long)(sent * Period.TotalSeconds * Stopwatch.Frequency);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } rest)
                await Task.Delay(rest);
            await _connection.SendAsync(NewCard(_agents[sent % _agents.Count]));
        }

        await ArriveAsync(before + sent);
        cpu = _server.Cpu - cpu;
        var took = _crowd.Summarize();
        budget.Holds($"{what}: {sent} changes reached each of {_size:N0} sockets", _crowd.Received == before + sent);
        budget.Note(
            $"{what}: p10 {took[took.Length / 10]:N1} ms, p90 {took[took.Length * 9 / 10]:N1} ms, longest {took[^1]:N1} ms; "
            + $"processor time of the server for each frame {cpu.TotalMicroseconds / sent / _size:N1} µs");
        return took;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _crowd.Dispose();
    }

    async Task ArriveAsync(int count)
    {
        for (var ended = Stopwatch.GetTimestamp(); _crowd.Received < count && Stopwatch.GetElapsedTime(ended) < LastFrames;)
            await Task.Delay(20);
    }

    static byte[] NewCard(BenchmarkAgent agent) => HttpLoad.Post(
        "/registry/update-card",
        $$$"""{"workspace_id":"{{{agent.Id}}}","agent_card":{"name":"{{{SocketClient.Mark}}}{{{Stopwatch.GetTimestamp()}}}","description":"An agent of the benchmark."}}""",
        agent.Token);
}
