using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines;

/// <summary>Puts the engine of this build into the program.</summary>
static class EngineHosting
{
    /// <summary>Adds the engine.</summary>
    /// <exception cref="SettingsException">The settings ask for what this engine does not do.</exception>
    public static void UseEngine(this WebApplicationBuilder builder, SiloSettings settings)
    {
        if (settings.Cluster.Role != SiloRole.All)
            throw new SettingsException("--role needs several processes, but this build is for one. Build with -p:Engine=Orleans.");
        builder.UseEngine();
    }

    /// <summary>Takes what this engine must have for itself alone, until the result is disposed: the store.</summary>
    /// <exception cref="StartException">Another program has it.</exception>
    public static Task<IAsyncDisposable> ClaimAsync(this WebApplication app, SiloSettings settings, CancellationToken cancellationToken) =>
        StoreClaim.TakeAsync(app.Services, settings, cancellationToken);
}
