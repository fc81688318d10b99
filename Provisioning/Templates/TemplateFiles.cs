namespace Molecule.Provisioning.Templates;

/// <summary>Copies a template into the configuration of a workspace.</summary>
static class TemplateFiles
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A workspace's own token and what an operator keeps beside a template for other purposes are never part of it.
    static readonly HashSet<string> _kept = new(StringComparer.Ordinal) { ".auth_token", ".env" };

    /// <summary>Copies every file, over those that are there; links are passed over. What else is there stays.</summary>
    public static void Copy(string from, string to)
    {
        if (new DirectoryInfo(to) is { Exists: true, LinkTarget: not null })
            Directory.Delete(to); // The link, not what it leads to.
        Directory.CreateDirectory(to);
        foreach (var directory in new DirectoryInfo(from).EnumerateDirectories().Where(directory => directory.LinkTarget is null))
            Copy(directory.FullName, Path.Combine(to, directory.Name));

        // The configuration last: where it is, the others are.
        foreach (var file in new DirectoryInfo(from).EnumerateFiles().Where(file => file.LinkTarget is null && !_kept.Contains(file.Name))
            .OrderBy(file => file.Name == TemplateDirectory.ConfigName))
            CopyWhole(file, Path.Combine(to, file.Name));
    }

    // Whole or not at all; and what an agent put there as a link is replaced, not followed.
    static void CopyWhole(FileInfo file, string to)
    {
        var draft = $"{to}.{Guid.NewGuid():N}";
        file.CopyTo(draft);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, OwnerOnly | (file.UnixFileMode & UnixFileMode.UserExecute));
        File.Move(draft, to, overwrite: true);
    }
}
