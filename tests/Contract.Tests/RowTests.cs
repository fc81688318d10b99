using System.Text.RegularExpressions;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Each row of the contract has a test that names it, and no test names a row that is none.</summary>
public sealed partial class RowTests
{
    // Where a test asks a server over HTTP; in the other projects tests are of the rule alone.
    static readonly string[] OverHttp = ["Contract.Tests/", "Reality.Tests/", "A2A.Tests/A2AEndpointTests.cs"];

    [Fact]
    public void Every_row_has_a_test() => Listed(_ => true).Except(Named("")).ShouldBeEmpty();

    [Fact]
    public void Every_row_has_a_test_over_http_or_says_why_not() =>
        Listed(line => line.Length == 2).Except(OverHttp.SelectMany(Named)).ShouldBeEmpty();

    [Fact]
    public void Every_name_is_of_a_row() => Named("").Where(id => id[0] != 'd').Except(Listed(_ => true)).ShouldBeEmpty();

    [Fact]
    public void Rows_are_listed_once_and_say_something()
    {
        var lines = Lines().ToArray();
        lines.Where(line => line.Length is < 2 or > 3 || !Id().IsMatch(line[0]) || line.Contains("")).ShouldBeEmpty();
        lines.Select(line => line[0]).ShouldBeUnique();
        lines.Select(line => line[0].Split('/', '.')[0]).Distinct().ShouldBe(Enumerable.Range(1, 17).Select(chapter => $"{chapter}"));
    }

    static IEnumerable<string[]> Lines() =>
        Repository.ReadLines("tests/Contract.Tests/rows.txt").Where(line => line[0] != '#').Select(line => line.Split('\t'));

    static IEnumerable<string> Listed(Func<string[], bool> those) => Lines().Where(those).Select(line => line[0]);

    static IEnumerable<string> Named(string below) =>
        Name().Matches(Repository.ReadTests(below)).SelectMany(match => match.Groups[1].Value.Split(' ')).Distinct();

    [GeneratedRegex(@"\[(?:Fact, |Theory, )?Row\(""([^""]+/[^""]+)""\)\]")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\d+(\.\d+)?/\S+$")]
    private static partial Regex Id();
}
