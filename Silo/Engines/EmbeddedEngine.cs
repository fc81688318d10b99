namespace Molecule.Silo.Engines;

/// <summary>Composes the embedded engine: one process, nothing but .NET.</summary>
static class EmbeddedEngine
{
    public static void UseEngine(this WebApplicationBuilder builder)
    {
    }
}
