namespace Molecule.Provisioning.Process;

/// <summary>Where a path leads once all of its links are followed.</summary>
static class RealPath
{
    const int LinkLimit = 40;

    /// <summary>The path without links.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="ProvisioningException">Its links lead in a circle.</exception>
    public static string Of(string path)
    {
        var (real, links) = ("/", 0);
        var open = new Stack<string>(Parts(path));
        while (open.TryPop(out var part))
        {
            if (part == "..")
                real = Path.GetDirectoryName(real) ?? "/";
            else if (new DirectoryInfo(Path.Combine(real, part)).LinkTarget is not { } target)
                real = Path.Combine(real, part);
            else if (++links > LinkLimit)
                throw new ProvisioningException("The links of a directory lead in a circle.");
            else
            {
                real = Path.IsPathRooted(target) ? "/" : real;
                foreach (var each in Parts(target))
                    open.Push(each);
            }
        }

        return real;
    }

    // The last one first.
    static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
