using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains;
using Molecule.TestSupport.Memory;
using Orleans.Embedded;
using Orleans.Embedded.Hosting;
using Orleans.Embedded.Testing;

namespace Molecule.MeshSupport;

/// <summary>What a mesh needs of the engine that is built. The embedded one simulates: everything, the test included, runs on one thread.</summary>
static class MeshEngine
{
    /// <summary>Where what a test lends to a silo has to run; null: anywhere.</summary>
    public static Func<Func<Task>, Task>? HomeOf(Simulation simulation) => null;

    /// <summary>Registers what the program registers for the engine.</summary>
    public static void AddEngine(IServiceCollection services)
    {
        services.AddEmbeddedEngine(options =>
        {
            options.Assemblies.Add(typeof(GrainKeys).Assembly);
            options.Assemblies.Add(typeof(GrainsOptions).Assembly);
        });
        services.AddEmbeddedStreams(StorageNames.Events);
    }

    /// <summary>Takes care that what a test registered runs where the test does, and ends with the process that it is lent to.</summary>
    public static void BringHome(IServiceCollection services, MemoryStorage storage)
    {
        // It does: a killed silo runs nothing.
    }
}
