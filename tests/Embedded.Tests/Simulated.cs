using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;
using Orleans.Embedded.Hosting;
using Orleans.Embedded.Testing;

namespace Molecule.Embedded.Tests;

/// <summary>What the tests' simulated silos have in common.</summary>
static class Simulated
{
    public static Task<SimulatedSilo> StartAsync(
        Simulation sim, Action<EmbeddedEngineOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        sim.StartSiloAsync(collection =>
        {
            collection.AddEmbeddedEngine(options =>
            {
                options.Assemblies.Add(typeof(Simulated).Assembly);
                configure?.Invoke(options);
            });
            collection.AddEmbeddedMemoryStorage();
            collection.AddEmbeddedStreams("events");
            services?.Invoke(collection);
        });
}
