namespace Molecule.Contract.Tests.Support;

/// <summary>The repository that the tests run within.</summary>
static class Repository
{
    static readonly string _root = FindRoot();

    /// <summary>The lines of a file.</summary>
    public static IEnumerable<string> ReadLines(string path) => File.ReadLines(Path.Combine(_root, path));

    /// <summary>The text of every test, of all projects: some rows are held to by tests of the rule alone.</summary>
    public static string ReadTests() => string.Concat(Directory.EnumerateDirectories(Path.Combine(_root, "tests"), "*.Tests")
        .SelectMany(directory => Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Molecule.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
