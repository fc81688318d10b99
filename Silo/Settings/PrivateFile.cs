namespace Molecule.Silo.Settings;

/// <summary>Files that only the user of this installation may read.</summary>
static class PrivateFile
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file whole or not at all, private from its first byte.</summary>
    public static void Write(string path, string text)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(Create(draft)))
            writer.Write(text);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Makes an empty file for another to fill, if there is none.</summary>
    public static void Touch(string path)
    {
        if (!File.Exists(path)) Create(path).Dispose();
    }

    /// <summary>Whether nobody else may read it.</summary>
    public static bool IsPrivate(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0;

    static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
