using System.Text.RegularExpressions;

namespace Molecule.Contract.Tests;

/// <summary>Each row of the contract has a test that names it, and no test names a row that is none.</summary>
public sealed partial class RowTests
{
    static readonly string _root = FindRoot();

    [Fact]
    public void Every_row_has_a_test() => Listed().Except(Named()).ShouldBeEmpty();

    [Fact]
    public void Every_name_is_of_a_row() => Named().Where(id => id[0] != 'd').Except(Listed()).ShouldBeEmpty();

    [Fact]
    public void Rows_are_listed_once_and_say_something()
    {
        var lines = File.ReadLines(Path.Combine(_root, "tests/Contract.Tests/rows.txt")).Where(line => line[0] != '#').Select(line => line.Split('\t')).ToArray();
        lines.ShouldAllBe(line => line.Length == 2 && Id().IsMatch(line[0]) && line[1].Length > 0);
        lines.Select(line => line[0]).ShouldBeUnique();
        lines.Select(line => line[0].Split('/', '.')[0]).Distinct().ShouldBe(Enumerable.Range(1, 17).Select(chapter => $"{chapter}"));
    }

    static IEnumerable<string> Listed() =>
        File.ReadLines(Path.Combine(_root, "tests/Contract.Tests/rows.txt")).Where(line => line[0] != '#').Select(line => line.Split('\t')[0]);

    // In all test projects: some rows are held to by tests of the rule alone.
    static IEnumerable<string> Named() => Directory.EnumerateDirectories(Path.Combine(_root, "tests"), "*.Tests")
        .SelectMany(directory => Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories))
        .SelectMany(file => Name().Matches(File.ReadAllText(file)).SelectMany(match => match.Groups[1].Value.Split(' ')))
        .Distinct();

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Molecule.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }

    [GeneratedRegex(@"\[(?:Fact, |Theory, )?Row\(""([^""]+/[^""]+)""\)\]")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\d+(\.\d+)?/\S+$")]
    private static partial Regex Id();
}
