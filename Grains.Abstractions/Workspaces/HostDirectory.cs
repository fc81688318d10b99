namespace Molecule.Grains.Workspaces;

/// <summary>Which directories of the host a workspace may be given (contract, 4.4): none that the host itself lives in.</summary>
public static class HostDirectory
{
    // /run holds the sockets of container engines.
    static readonly string[] Forbidden = ["/etc", "/var", "/proc", "/sys", "/dev", "/boot", "/sbin", "/bin", "/lib", "/usr", "/run"];

    /// <summary>Whether the directory may be mounted. What its links lead to is judged where it is mounted, by the same rule.</summary>
    /// <param name="path">A path of the host, as given.</param>
    public static bool IsAllowed(string path)
    {
        if (path.Length > 4096 || !path.StartsWith('/') || path.Contains("..", StringComparison.Ordinal) || path.Any(char.IsControl))
        {
            return false;
        }

        // "//etc" and "/./etc" are "/etc" as well.
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length > 0 && !Forbidden.Contains("/" + parts[0]);
    }
}
