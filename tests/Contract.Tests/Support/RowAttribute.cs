using Xunit.v3;

namespace Molecule.Contract.Tests.Support;

/// <summary>Which row of the contract a test holds the server to.</summary>
/// <param name="section">Chapter and section, such as <c>4.4</c>; data-plane sections start with <c>d</c>.</param>
/// <param name="row">What it says.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
sealed class RowAttribute(string section, string row) : Attribute, ITraitAttribute
{
    /// <summary>Chapter and section.</summary>
    public string Section => section;

    /// <summary>What it says.</summary>
    public string Text => row;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Row", $"{section} {row}")];
}
