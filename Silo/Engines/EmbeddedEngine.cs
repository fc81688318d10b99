using Molecule.Grains;
using Molecule.Storage.Reminders;
using Orleans.Embedded.Hosting;

namespace Molecule.Silo.Engines;

/// <summary>Composes the embedded engine: one process, nothing but .NET. Its counterpart for several hosts is OrleansEngine.</summary>
static class EmbeddedEngine
{
    public static void UseEngine(this WebApplicationBuilder builder) => builder.Services
        .AddEmbeddedEngine()
        .AddEmbeddedStreams(StorageNames.Events)
        .AddMoleculeReminders();
}
