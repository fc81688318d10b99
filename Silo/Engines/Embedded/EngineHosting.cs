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
}
