using Molecule.Benchmarks.Load;

namespace Molecule.Benchmarks.Clusters;

/// <summary>The agents of an installation and what they send. Each keeps to one gateway, as a connection that is kept alive does.</summary>
sealed class Crowd
{
    const int Width = 16;

    readonly IReadOnlyList<Uri> _gateways;
    readonly IReadOnlyList<BenchmarkAgent> _agents;

    Crowd(IReadOnlyList<Uri> gateways, IReadOnlyList<BenchmarkAgent> agents) => (_gateways, _agents) = (gateways, agents);

    /// <summary>Creates and registers them.</summary>
    public static async Task<Crowd> GatherAsync(IReadOnlyList<Uri> gateways, int count, Uri agent)
    {
        var clients = gateways.Select(gateway => new HttpClient { BaseAddress = gateway }).ToArray();
        var agents = new BenchmarkAgent[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Width }, async (i, _) =>
            agents[i] = await BenchmarkAgent.CreateAsync(clients[i % clients.Length], $"agent {i}", $"http://localhost:{agent.Port}/"));
        foreach (var client in clients)
            client.Dispose();
        return new Crowd(gateways, agents);
    }

    /// <summary>Heartbeats of all of them.</summary>
    public IReadOnlyList<LoadLane> Beats(int connections) =>
        Lanes(connections, i => HttpLoad.Post("/registry/heartbeat", BeatOf(_agents[i].Id), _agents[i].Token));

    /// <summary>Messages, each from one to the next; all are siblings.</summary>
    public IReadOnlyList<LoadLane> Messages(int connections) => Lanes(
        connections, i => HttpLoad.Post($"/workspaces/{_agents[(i + 1) % _agents.Count].Id}/a2a", MessageOf(i), _agents[i].Token));

    /// <summary>How many calls of a heartbeat leave the silo that makes them, on average.</summary>
    public double FarOfBeats(Whereabouts grains, IReadOnlyList<int> siloPorts) =>
        _agents.Select((agent, i) => grains.OfBeat(agent, siloPorts[i % siloPorts.Count])).Average();

    /// <summary>How many calls of a message leave the silo that makes them, on average.</summary>
    public double FarOfMessages(Whereabouts grains, IReadOnlyList<int> siloPorts) =>
        _agents.Select((agent, i) => grains.OfMessage(agent, _agents[(i + 1) % _agents.Count], siloPorts[i % siloPorts.Count])).Average();

    IReadOnlyList<LoadLane> Lanes(int connections, Func<int, byte[]> requestOf)
    {
        var requests = _gateways.Select((_, gateway) => Enumerable.Range(0, _agents.Count)
            .Where(agent => agent % _gateways.Count == gateway).Select(requestOf).ToArray()).ToArray();
        return
        [
            .. Enumerable.Range(0, connections).Select(i =>
            {
                var own = requests[i % _gateways.Count];
                return new LoadLane(_gateways[i % _gateways.Count], own, (int)((long)own.Length * i / connections));
            }),
        ];
    }

    static string BeatOf(string id) =>
        $$"""{"workspace_id":"{{id}}","error_rate":0.0,"sample_error":"","active_tasks":1,"uptime_seconds":3600,"current_task":"reviewing"}""";

    static string MessageOf(int i) => """
        {"jsonrpc":"2.0","id":"ID","method":"message/send","params":{"message":{"role":"user","messageId":"m-ID","parts":[{"kind":"text","text":"Please review the change."}]}}}
        """.Trim().Replace("ID", $"{i}");
}
