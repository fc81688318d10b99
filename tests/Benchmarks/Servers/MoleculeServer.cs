using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Silo.Engines;
using Molecule.Storage;
using Molecule.Storage.Migrations;

namespace Molecule.Benchmarks.Servers;

/// <summary>The whole program as it is: gateway, grains, engine, and a store in a file.</summary>
static class MoleculeServer
{
    /// <summary>The admin token of a measured server.</summary>
    public const string AdminToken = "benchmark-admin-token";

    public static async Task<WebApplication> BuildAsync()
    {
        var directory = Directory.CreateTempSubdirectory("molecule-benchmark-").FullName;
        var builder = Roles.CreateBuilder();
        builder.UseEngine();
        builder.Services.AddMoleculeStorage(new StorageOptions { ConnectionString = $"Data Source={Path.Combine(directory, "molecule.db")}" });
        builder.Services.AddMoleculeProvisioning();
        builder.Services.AddMoleculeGrains();
        // The environment's name lets agents of this machine be called; the admin token keeps everything else as in production.
        builder.Services.AddMoleculeGateway(new GatewayOptions { AdminToken = AdminToken, Environment = "development", RateLimit = int.MaxValue });

        var app = builder.Build();
        app.MapMoleculeGateway();
        app.Lifetime.ApplicationStopped.Register(() => Directory.Delete(directory, recursive: true));
        await app.Services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return app;
    }
}
