using Molecule.Silo.Engines;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Commands;

/// <summary>Runs the server until it is told to stop.</summary>
static class ServeCommand
{
    public static async Task RunAsync(SiloSettings settings, CancellationToken cancellationToken)
    {
        ListenProbe.Try(settings.Listen);
        using var owner = DataLock.Take(settings.Data);
        await using var app = SiloHost.Build(settings);
        // Before the schema is touched: whoever runs on it knows it as it is.
        await using var claim = await app.ClaimAsync(settings, cancellationToken);
        await Migrations.PrepareAsync(app.Services, settings, cancellationToken);
        await SiloHost.RunAsync(app, cancellationToken);
    }
}
