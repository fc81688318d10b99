using System.Reflection;

namespace Molecule.Silo.Hosting;

/// <summary>Which build this is.</summary>
static class ProgramVersion
{
    /// <summary>The version and, where it was built from a repository, the commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
