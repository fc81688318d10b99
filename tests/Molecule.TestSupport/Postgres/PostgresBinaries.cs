namespace Molecule.TestSupport.Postgres;

/// <summary>Where the server's programs are.</summary>
static class PostgresBinaries
{
    /// <summary>The directory that holds <c>initdb</c> and <c>postgres</c>, or null.</summary>
    public static string? Find() => Candidates().FirstOrDefault(directory => Holds(directory, "initdb") && Holds(directory, "postgres"));

    static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } chosen)
            yield return chosen;
        // Debian and Ubuntu keep them out of the PATH; the newest first.
        if (Directory.Exists("/usr/lib/postgresql"))
        {
            foreach (var version in Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version))
                yield return Path.Combine(version, "bin");
        }

        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            // A link's target has the other programs beside it.
            var program = Path.Combine(directory, "postgres");
            if (File.Exists(program))
                yield return Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!;
        }
    }

    static int Version(string directory) => int.TryParse(Path.GetFileName(directory), out var version) ? version : 0;

    static bool Holds(string directory, string program) => File.Exists(Path.Combine(directory, program));
}
