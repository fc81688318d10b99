using System.Text.RegularExpressions;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>
/// Each text that the contract quotes is in a test, quoted too. Whether that test is any good is for its reader to say; but no text is forgotten.
/// </summary>
public sealed class TextTests
{
    static readonly IReadOnlyList<string[]> _texts =
        [.. Repository.ReadLines("tests/Contract.Tests/texts.txt").Where(line => line[0] != '#').Select(line => line.Split('\t'))];

    [Fact]
    public void Every_text_is_in_a_test()
    {
        var tests = Repository.ReadTests();
        _texts.Where(text => text.Length == 1).Select(text => text[0]).Where(text => !Quotes(text).IsMatch(tests)).ShouldBeEmpty();
    }

    [Fact]
    public void Texts_are_listed_once()
    {
        _texts.ShouldAllBe(text => text.Length == 1 || (text.Length == 2 && text[1].Length > 0));
        _texts.Select(text => text[0]).ShouldBeUnique();
    }

    // In quotes of its own, so that a longer text does not count for a shorter one; in JSON within a literal the last one may be escaped.
    static Regex Quotes(string text) => text.EndsWith('…')
        ? new($"\"{Regex.Escape(text[..^1])}")
        : new($"\"{Regex.Escape(text)}\\\\?\"");
}
