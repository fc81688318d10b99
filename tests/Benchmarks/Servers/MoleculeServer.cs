using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Silo.Engines;
using Molecule.Silo.Hosting;
using Molecule.Storage;
using Molecule.Storage.Migrations;

namespace Molecule.Benchmarks.Servers;

/// <summary>The whole program as it is: gateway, grains, engine, and a store.</summary>
static class MoleculeServer
{
    /// <summary>The admin token of a measured server.</summary>
    public const string AdminToken = "benchmark-admin-token";

    /// <summary>On a new file, which ends with it.</summary>
    public static async Task<WebApplication> BuildAsync()
    {
        var store = BenchmarkStore.Sqlite();
        var app = await BuildAsync(store.Options);
        app.Lifetime.ApplicationStopped.Register(() => _ = store.DisposeAsync().AsTask());
        return app;
    }

    /// <summary>On a store that may hold something already.</summary>
    public static async Task<WebApplication> BuildAsync(StorageOptions storage)
    {
        // As the program does.
        if (storage.Dialect == StorageDialect.Sqlite)
            SocketLoops.PassOnInline();
        var builder = Roles.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.UseEngine();
        builder.Services.AddMoleculeStorage(storage);
        builder.Services.AddMoleculeProvisioning();
        builder.Services.AddMoleculeGrains();
        // The environment's name lets agents of this machine be called; the admin token keeps everything else as in production.
        builder.Services.AddMoleculeGateway(new GatewayOptions { AdminToken = AdminToken, Environment = "development", RateLimit = int.MaxValue });

        var app = builder.Build();
        app.MapMoleculeGateway();
        await app.Services.GetRequiredService<IDatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return app;
    }
}
