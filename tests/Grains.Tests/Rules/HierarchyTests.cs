using Molecule.Grains.Orgs;

namespace Molecule.Grains.Tests.Rules;

public sealed class HierarchyTests
{
    // Two roots; root a has b and c, b has d and e, d has f; c has g.
    static readonly Dictionary<string, string?> Parents = new()
    {
        ["a"] = null, ["z"] = null, ["b"] = "a", ["c"] = "a", ["d"] = "b", ["e"] = "b", ["f"] = "d", ["g"] = "c", ["lost"] = "removed",
    };

    [Theory]
    [Row("9/rule")]
    [InlineData("a", "a", true)]
    [InlineData("a", "z", true)] // Roots are siblings.
    [InlineData("b", "c", true)]
    [InlineData("d", "e", true)]
    [InlineData("a", "b", true)]
    [InlineData("b", "a", true)]
    [InlineData("a", "d", true)] // Grandparent and grandchild.
    [InlineData("f", "a", true)]
    [InlineData("d", "g", false)] // Cousins.
    [InlineData("d", "c", false)] // An ancestor's sibling.
    [InlineData("z", "b", false)]
    [InlineData("unknown", "unknown", true)]
    [InlineData("a", "unknown", false)]
    [InlineData("unknown", "a", false)]
    [InlineData("lost", "removed", false)] // A removed parent is unknown.
    [InlineData("removed", "lost", false)]
    public void Pair_may_communicate_as_the_contract_says(string caller, string target, bool allowed) =>
        Hierarchy.CanCommunicate(caller, target, TryGetParent).ShouldBe(allowed);

    [Theory]
    [Row("9/steps")]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Ancestor_is_found_up_to_32_steps(int steps, bool found)
    {
        bool Chain(string id, out string? parent)
        {
            var n = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
            parent = n == 0 ? null : $"{n - 1}";
            return true;
        }

        Hierarchy.CanCommunicate("0", $"{steps}", Chain).ShouldBe(found);
        Hierarchy.CanCommunicate($"{steps}", "0", Chain).ShouldBe(found);
    }

    [Fact]
    public void Cycle_ends()
    {
        bool Cycle(string id, out string? parent)
        {
            parent = id == "x" ? "y" : id == "y" ? "x" : null;
            return true;
        }

        Hierarchy.CanCommunicate("other", "x", Cycle).ShouldBeFalse();
    }

    static bool TryGetParent(string id, out string? parent) => Parents.TryGetValue(id, out parent);
}
