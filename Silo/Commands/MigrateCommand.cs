using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Commands;

/// <summary>Brings the database to this program's schema, as a step of its own before a new version serves.</summary>
static class MigrateCommand
{
    public static async Task RunAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        using var owner = DataLock.Take(settings.Data);
        await using var app = SiloHost.Build(settings);
        await Migrations.ApplyAsync(app.Services, cancellationToken);
    }
}
