using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Clusters;

/// <summary>Where the grains of a cluster are: only a client of Orleans can ask.</summary>
static class Census
{
    /// <summary>Says nothing.</summary>
    public static Task TakeAsync(string connection)
    {
        _ = connection;
        ServerProcess.Say("");
        return Task.CompletedTask;
    }
}
