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
    // Several processes that share two cores with their load are compiled slowly, and until then a request costs several times what it does afterwards.
    // They are warm when the compiler has had next to nothing to do for a while.
    const int WarmUps = 120;
    const int Patience = 5;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
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
        await using var server = new PostgresServer { IsDurable = true };
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
        // All grains have been called by now, and none moves by itself.
        var grains = installation.Connection is { } connection && setup.Engine == "Orleans" ? await Whereabouts.FindAsync(setup.Benchmarks, connection) : null;
        beats = beats with { Calls = grains is null ? null : (crowd.FarOfBeats(grains, installation.SiloPorts), 3) };
        Console.WriteLine($"  heartbeats: {beats.Row(setup.Name)}");
        var messages = await MeasureAsync(crowd.Messages);
        messages = messages with { Calls = grains is null ? null : (crowd.FarOfMessages(grains, installation.SiloPorts), 4) };
        Console.WriteLine($"  messages:   {messages.Row(setup.Name)}");
        return (beats, messages);

        async Task<TrafficFigures> MeasureAsync(Func<int, IReadOnlyList<LoadLane>> traffic)
        {
            var lanes = traffic(options.Connections);
            var (calm, share) = (0, 1.0);
            for (var i = 0; i < (options.Seconds < 1 ? 1 : WarmUps) && calm < Patience; i++)
            {
                var (compiler, all) = (installation.CompilerTime, installation.ProcessorTime);
                await CrowdAsync(lanes, AtMost(WarmUp));
                share = (installation.CompilerTime - compiler) / (installation.ProcessorTime - all);
                calm = share < Compiler.Calm ? calm + 1 : 0;
            }

            if (calm < Patience && options.Seconds >= 1)
                Console.WriteLine($"  not warm: the compiler still takes {share:P0} of the processor time of {setup.Name}");

            var measured = await CrowdAsync(lanes, TimeSpan.FromSeconds(options.Seconds));
            // One connection to each gateway would not be alone; one to the first stands for all.
            return measured with { Alone = await HttpLoad.MeasureAsync([traffic(1)[0]], AtMost(AloneLength), AtMost(WarmUp)) };
        }

        TimeSpan AtMost(TimeSpan usual) => TimeSpan.FromSeconds(Math.Min(options.Seconds, usual.TotalSeconds));

        async Task<TrafficFigures> CrowdAsync(IReadOnlyList<LoadLane> lanes, TimeSpan length)
        {
            var before = Spent();
            var crowded = await HttpLoad.MeasureAsync(lanes, length, AtMost(WarmUp));
            var after = Spent();
            return new(crowded, crowded, Each(after.Silos - before.Silos), Each(after.Database - before.Database), Each(after.Load - before.Load));

            double Each(TimeSpan time) => time.TotalMicroseconds / crowded.Sent;
        }

        (TimeSpan Silos, TimeSpan Database, TimeSpan Load) Spent() =>
            (installation.ProcessorTime, server.ProcessorTime, agent.Cpu + Environment.CpuUsage.TotalTime);
    }
}
