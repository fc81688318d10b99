using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;
using Molecule.Storage;

namespace Molecule.Silo.Commands;

/// <summary>Brings the database to this program's schema, as a step of its own before a new version serves.</summary>
static class MigrateCommand
{
    public static async Task RunAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        // A file has one program. On a server the old version goes on serving meanwhile, and the migrator has a lock in the database.
        using var owner = settings.Storage.Dialect == StorageDialect.Sqlite ? DataLock.Take(settings.Data) : null;
        await using var app = SiloHost.Build(settings);
        await Migrations.ApplyAsync(app.Services, cancellationToken);
    }

    public static async Task CheckAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        await using var app = SiloHost.Build(settings);
        await Migrations.CheckAsync(app.Services, cancellationToken);
    }
}
