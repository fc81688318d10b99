using Molecule.Benchmarks.Load;
using Molecule.Benchmarks.Servers;
using Molecule.TestSupport.Postgres;

namespace Molecule.Benchmarks.Clusters;

/// <summary>
/// What heartbeats and messages cost through one process and through several. On one machine throughput cannot rise with the silos, which share its processors
/// with the load: the figure that carries is the processor time of a request, summed over all silos, and how it grows with them.
/// </summary>
static class ClusterBenchmark
{
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    static readonly TimeSpan AloneLength = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (ClusterOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(ClusterOptions.Usage);
            return 2;
        }

        var setups = Setup.Of(options);
        if (PostgresServer.UnavailableReason is { } reason || (reason = setups.FirstOrDefault(setup => !File.Exists(setup.Program))?.Program) is not null)
        {
            Console.Error.WriteLine($"Missing: {reason}\n{ClusterOptions.Usage}");
            return 1;
        }

        var (beats, messages) = (new List<string>(), new List<string>());
        await using var server = new PostgresServer();
        foreach (var setup in setups)
        {
            var (beat, message) = await MeasureAsync(setup, server, options);
            beats.Add(beat.Row(setup.Name));
            messages.Add(message.Row(setup.Name));
        }

        Console.WriteLine($"\nHeartbeats\n\n{TrafficFigures.Head}\n{string.Join('\n', beats)}");
        Console.WriteLine($"\nMessages\n\n{TrafficFigures.Head}\n{string.Join('\n', messages)}");
        return 0;
    }

    static async Task<(TrafficFigures Beats, TrafficFigures Messages)> MeasureAsync(Setup setup, PostgresServer server, ClusterOptions options)
    {
        await using var agent = await ServerProcess.StartAsync("agent");
        await using var installation = await Installation.StartAsync(setup, server);
        var crowd = await Crowd.GatherAsync(installation.Gateways, options.Agents, agent.Url);

        var beats = await MeasureAsync(crowd.Beats);
        Console.WriteLine($"  heartbeats: {beats.Row(setup.Name)}");
        var messages = await MeasureAsync(crowd.Messages);
        Console.WriteLine($"  messages:   {messages.Row(setup.Name)}");
        return (beats, messages);

        async Task<TrafficFigures> MeasureAsync(Func<int, IReadOnlyList<LoadLane>> traffic)
        {
            await HttpLoad.MeasureAsync(traffic(options.Connections), WarmUp);
            var before = Spent();
            var crowded = await HttpLoad.MeasureAsync(traffic(options.Connections), TimeSpan.FromSeconds(options.Seconds));
            var after = Spent();
            // One connection to each gateway would not be alone; one to the first stands for all.
            var alone = await HttpLoad.MeasureAsync([traffic(1)[0]], AloneLength);
            return new TrafficFigures(crowded, alone, Each(after.Silos - before.Silos), Each(after.Database - before.Database), Each(after.Load - before.Load));

            double Each(TimeSpan time) => time.TotalMicroseconds / crowded.Sent;
        }

        (TimeSpan Silos, TimeSpan Database, TimeSpan Load) Spent() =>
            (installation.ProcessorTime, server.ProcessorTime, agent.Cpu + Environment.CpuUsage.TotalTime);
    }
}
