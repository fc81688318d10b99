using Xunit.v3;

namespace Molecule.Rows;

/// <summary>Which rows of the contract a test holds the program to: their ids in <c>tests/Contract.Tests/rows.txt</c>, separated by blanks.</summary>
/// <param name="ids">Such as <c>4.5/confirm</c>; of the data plane they begin with <c>d</c> and are in no list.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
sealed class RowAttribute(string ids) : Attribute, ITraitAttribute
{
    /// <summary>The ids.</summary>
    public string Ids => ids;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [.. ids.Split(' ').Select(id => new KeyValuePair<string, string>("Row", id))];
}
