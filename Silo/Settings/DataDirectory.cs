namespace Molecule.Silo.Settings;

/// <summary>The directory that an installation keeps its files in, private to its user.</summary>
sealed class DataDirectory
{
    DataDirectory(string path) => Path = path;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>
    /// The default: the user's place for application data (<c>~/.local/share/molecule</c> on Linux), or <c>./data</c> for users without
    /// one.
    /// </summary>
    public static string Default => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local
        ? System.IO.Path.Combine(local, "molecule")
        : "data";

    /// <summary>A file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Opens the directory, and makes it if it is not there.</summary>
    /// <exception cref="SettingsException">It cannot be made or written.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full)) Create(full);
            var probe = System.IO.Path.Combine(full, $".probe-{Guid.NewGuid():N}");
            System.IO.File.WriteAllText(probe, "");
            System.IO.File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"The data directory {full} cannot be written ({e.GetType().Name}). Give it to this user, "
                + "or set MOLECULE_DATA to another.");
        }

        return new DataDirectory(full);
    }

    static void Create(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
