using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Molecule.Architecture.Tests;

/// <summary>The files of this repository, as the compiler gets them.</summary>
static class Repository
{
    static readonly string[] Ignored = ["artifacts", "node_modules", "dist", "bin", "obj", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>Top-level folders that hold shipped code.</summary>
    public static IEnumerable<string> Rooms => Projects().Select(Room).Where(room => room != "tests").Distinct();

    public static IEnumerable<string> Projects() => Files(Root, "*.csproj");

    public static IEnumerable<SourceFile> Sources(bool withTests = false) => Files(Root, "*.cs")
        .Where(path => withTests || Room(path) != "tests")
        .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), Room(path), File.ReadAllLines(path)));

    public static string Room(string path) => Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar, '/')[0];

    /// <summary>The rooms that a project refers to, its own and the engine's (which the build adds) left out.</summary>
    public static IEnumerable<string> References(string project)
    {
        var directory = Path.GetDirectoryName(project)!;
        return XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Room(Path.GetFullPath(Path.Combine(directory, reference.Attribute("Include")!.Value.Replace('\\', '/')))))
            .Where(room => room != Room(project))
            .Distinct();
    }

    static IEnumerable<string> Files(string directory, string pattern) =>
        Directory.EnumerateFiles(directory, pattern)
            .Concat(Directory.EnumerateDirectories(directory)
                .Where(child => !Ignored.Contains(Path.GetFileName(child)))
                .SelectMany(child => Files(child, pattern)));

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Molecule.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}

/// <summary>A source file.</summary>
/// <param name="Path">Below the root, with forward slashes.</param>
/// <param name="Room">Its top-level folder.</param>
/// <param name="Lines">Its text.</param>
sealed record SourceFile(string Path, string Room, string[] Lines)
{
    /// <summary>Where a pattern occurs, as <c>path:line: text</c>.</summary>
    /// <param name="pattern">What to look for in a line.</param>
    /// <param name="inComments">Whether comments count too.</param>
    /// <param name="unlessAfter">A line that excuses the one that follows it.</param>
    public IEnumerable<string> Find(Regex pattern, bool inComments, string? unlessAfter) => Lines
        .Select((text, index) => (Text: text, Code: inComments ? text : WithoutComment(text), Index: index))
        .Where(line => pattern.IsMatch(line.Code))
        .Where(line => unlessAfter is null || line.Index == 0 || Lines[line.Index - 1].Trim() != unlessAfter)
        .Select(line => $"{Path}:{line.Index + 1}: {line.Text.Trim()}");

    static string WithoutComment(string line)
    {
        var start = line.IndexOf("//", StringComparison.Ordinal);
        return start < 0 || (start > 0 && line[start - 1] == ':') ? line : line[..start];
    }
}
