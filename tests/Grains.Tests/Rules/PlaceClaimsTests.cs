using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class PlaceClaimsTests
{
    static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    readonly Board _board = new();
    readonly PlaceClaims _claims;

    public PlaceClaimsTests()
    {
        _claims = new(_board);
        foreach (var (id, parent) in new[] { ("a", null), ("b", "a"), ("c", "b"), ("x", null), ("y", "x") })
            Put(id, parent, 1);
    }

    [Theory]
    [InlineData("y", "a", true)]
    [InlineData("new", "c", true)]
    [InlineData("c", null, true)]
    [InlineData("a", "a", false)] // Itself.
    [InlineData("a", "b", false)] // A child.
    [InlineData("a", "c", false)] // A grandchild.
    [InlineData("a", "unknown", false)]
    public void Place_is_granted_if_it_makes_no_cycle(string id, string? parent, bool granted) =>
        _claims.TryClaim(id, parent, Now).ShouldBe(granted);

    [Fact]
    public void Two_moves_at_once_cannot_make_a_cycle()
    {
        _claims.TryClaim("a", "y", Now).ShouldBeTrue();
        _claims.TryClaim("x", "c", Now).ShouldBeFalse();
    }

    [Fact]
    public void Claim_ends_when_the_state_arrives()
    {
        _claims.TryClaim("a", "y", Now).ShouldBeTrue();
        Put("a", null, 2);
        _claims.Settle("a", 2);

        _claims.TryClaim("x", "c", Now).ShouldBeTrue();
    }

    [Fact]
    public void Claim_outlasts_a_state_from_before_it()
    {
        _claims.TryClaim("a", "y", Now).ShouldBeTrue();
        _claims.Settle("a", 1);

        _claims.TryClaim("x", "c", Now).ShouldBeFalse();
    }

    [Fact]
    public void Claim_that_nobody_came_back_for_is_forgotten()
    {
        _claims.TryClaim("a", "y", Now).ShouldBeTrue();
        _claims.Prune(Now.AddMinutes(6));

        _claims.TryClaim("x", "c", Now).ShouldBeTrue();
    }

    [Fact]
    public void Place_below_a_removed_ancestor_is_refused()
    {
        _board.Apply(new WorkspaceView { Id = "a", Name = "", Version = 2, Status = WorkspaceStatus.Removed, CreatedAt = Now });

        _claims.TryClaim("new", "c", Now).ShouldBeFalse();
    }

    void Put(string id, string? parent, long version) =>
        _board.Apply(new WorkspaceView { Id = id, Name = id, ParentId = parent, Version = version, CreatedAt = Now });
}
