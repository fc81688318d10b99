namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Names of templates: directories below the template root (contract, 4.3).</summary>
static class TemplateName
{
    /// <summary>Whether the name stays below the root.</summary>
    public static bool IsAllowed(string name) =>
        name.Length <= 255
        && !name.StartsWith('/')
        && !name.Contains('\\', StringComparison.Ordinal)
        && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl)
        && !name.Split('/').Contains("..");
}
