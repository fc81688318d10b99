using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Silo.Engines.Streams;
using Molecule.TestSupport.Memory;

namespace Molecule.MeshSupport;

/// <summary>What a mesh needs of the engine that is built. On Orleans a test is not run as grains are, and neither is what it lends to them.</summary>
static class MeshEngine
{
    /// <summary>Where what a test lends to a silo has to run; null: anywhere.</summary>
    public static Func<Func<Task>, Task>? HomeOf(Simulation simulation) => simulation.RunAtHomeAsync;

    /// <summary>Registers what the program registers for the engine. What is published goes out at once: the test looks for it when nothing is under way.</summary>
    public static void AddEngine(IServiceCollection services) => services.AddTopicStreams(StorageNames.Events, TimeSpan.Zero);

    /// <summary>Takes care that what a test registered runs where the test does, and ends with the process that it is lent to.</summary>
    public static void BringHome(IServiceCollection services, MemoryStorage storage)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(IProvisioner))?.ImplementationInstance is IProvisioner backend)
            services.Replace(ServiceDescriptor.Singleton<IProvisioner>(new HomeProvisioner(backend, storage)));
    }
}
