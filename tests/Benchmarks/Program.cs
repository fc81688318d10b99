using Molecule.Benchmarks;
using Molecule.Benchmarks.Calls;
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
if (args is ["calls", .. var calls])
    return await CallsBenchmark.RunAsync(calls);

if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

var isMet = true;
foreach (var benchmark in options.Benchmarks)
{
    isMet &= await (benchmark switch
    {
        "list" => ListBenchmark.RunAsync(options),
        "idle" when options.Orgs is { } orgs => IdleOrgsBenchmark.RunAsync(options, orgs),
        "idle" => IdleBenchmark.RunAsync(options),
        "delegations" => DelegationBenchmark.RunAsync(options),
        "sockets" => SocketBenchmark.RunAsync(options),
        // These show a ratio to a yardstick, which is judged by who reads it.
        "engine" => CompareAsync(EngineBenchmark.RunAsync(options)),
        "heartbeats" => CompareAsync(HeartbeatBenchmark.RunAsync(options)),
        _ => CompareAsync(HopBenchmark.RunAsync(options)),
    });
}

return isMet || options.IsSmoke ? 0 : 1;

static async Task<bool> CompareAsync(Task comparison)
{
    await comparison;
    return true;
}
