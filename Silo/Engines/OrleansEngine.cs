using Molecule.Grains;
using Molecule.Silo.Engines.Streams;
using Molecule.Silo.Settings;
using Molecule.Storage;

namespace Molecule.Silo.Engines;

/// <summary>Composes Orleans: silos on several hosts that meet in a PostgreSQL database. Its counterpart for one process is EmbeddedEngine.</summary>
static class OrleansEngine
{
    /// <summary>Adds the engine: a silo, or a client where the process is only a gateway.</summary>
    /// <exception cref="SettingsException">The settings ask for what this engine does not do.</exception>
    public static void UseEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        if (settings.Storage.Dialect != StorageDialect.Postgres)
            throw new SettingsException(
                "This build is for several hosts, which share a PostgreSQL server: set DATABASE_URL=postgres://user:password@host:port/database.");

        if (settings.Processes is not null)
            throw new SettingsException(
                "MOLECULE_PROVISIONER is process, but this build is for several hosts, and a child process lives on one of them: start agents yourself.");

        var database = new ClusterDatabase(settings.Storage, settings.Cluster);
        if (settings.Cluster.Role == SiloRole.Gateway) builder.UseOrleansClient(client => client.Join(settings, database));
        else builder.UseOrleans(silo => silo.Join(settings, database));
        settings.Grains.GatherTime = settings.Cluster.GatherTime;
        builder.Services.AddTopicStreams(StorageNames.Events, settings.Cluster.GatherTime);
    }

    /// <summary>Takes nothing: the store is there for all processes. The embedded engine is alone on its own.</summary>
    public static Task<IAsyncDisposable?> ClaimAsync(this WebApplication app, SiloSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable?>(null);
}
