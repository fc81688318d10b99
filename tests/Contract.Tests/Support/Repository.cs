namespace Molecule.Contract.Tests.Support;

/// <summary>The repository that the tests run within.</summary>
static class Repository
{
    static readonly string _root = FindRoot();

    /// <summary>The lines of a file.</summary>
    public static IEnumerable<string> ReadLines(string path) => File.ReadLines(Path.Combine(_root, path));

    /// <summary>The text of the tests of all projects, or of those whose path under <c>tests/</c> begins so.</summary>
    public static string ReadTests(string below = "") => string.Concat(Directory.EnumerateDirectories(Path.Combine(_root, "tests"), "*.Tests")
        .SelectMany(directory => Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories))
        .Where(file => Path.GetRelativePath(Path.Combine(_root, "tests"), file).StartsWith(below, StringComparison.Ordinal)).Select(File.ReadAllText));

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Molecule.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
