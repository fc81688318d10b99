using Molecule.Benchmarks;
using Molecule.Benchmarks.Clusters;
using Molecule.Benchmarks.Engine;
using Molecule.Benchmarks.Servers;

// A server of a measurement is this same program, started again in a role.
if (args is ["role", var role, .. var rest])
{
    await Roles.RunAsync(role, rest);
    return 0;
}

if (args is ["cluster", .. var cluster])
    return await ClusterBenchmark.RunAsync(cluster);

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

foreach (var benchmark in options.Benchmarks)
{
    await (benchmark switch
    {
        "engine" => EngineBenchmark.RunAsync(options),
        "heartbeats" => HeartbeatBenchmark.RunAsync(options),
        _ => HopBenchmark.RunAsync(options),
    });
}

return 0;
