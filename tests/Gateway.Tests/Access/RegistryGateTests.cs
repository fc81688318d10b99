using Molecule.Gateway.Tests.Support;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Gate RG, contract 2.5.</summary>
public sealed class RegistryGateTests
{
    [Theory]
    [Row("2.5/none")]
    [InlineData(World.Mine, "mine", "WorkspaceToken")]
    [InlineData(World.Mine, null, "401 missing workspace auth token")]
    [InlineData(World.Mine, "other", "401 invalid workspace auth token")]
    [InlineData(World.Mine, "nonsense", "401 invalid workspace auth token")]
    [InlineData(World.Mine, "admin", "401 invalid workspace auth token")]
    [InlineData(World.Mine, "org", "401 invalid workspace auth token")]
    [InlineData(World.Tokenless, null, "Anonymous")]
    [InlineData(World.Tokenless, "nonsense", "Anonymous")]
    [InlineData(World.Gone, "old", "Anonymous")]
    [InlineData(World.Gone, null, "Anonymous")]
    [InlineData(World.Unknown, null, "Anonymous")]
    [InlineData(World.Unknown, "mine", "Anonymous")]
    [InlineData(World.Unknown, "admin", "AdminToken")]
    [InlineData(World.Unknown, "org", "OrgToken")]
    public async Task Verdict_followsTheSubjectsTokens(string subject, string? bearer, string verdict)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin" });

        (await World.VerdictAsync(world.Gates.Registry, World.Request(bearer), subject)).ShouldBe(verdict);
    }

    [Theory]
    [Row("2.5/card")]
    [InlineData("admin", "AdminToken")]
    [InlineData("org", "OrgToken")]
    [InlineData("other", "401 invalid workspace auth token")]
    public async Task Card_mayBeChangedByAdmins(string bearer, string verdict)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin" });

        (await World.VerdictAsync(world.Gates.Card, World.Request(bearer), World.Mine)).ShouldBe(verdict);
    }

    [Theory]
    [InlineData("dev", 1, "DevMode")]
    [InlineData("", 0, "Bootstrap")]
    [InlineData("", 1, "Anonymous")]
    public async Task UnknownSubject_mayBeMadeInDevModeAndAtTheStart(string environment, int workspaceTokens, string verdict)
    {
        var world = new World(new GatewayOptions { Environment = environment }, new OrgCredentialState(workspaceTokens, 0));

        (await World.VerdictAsync(world.Gates.Registry, World.Request(), World.Unknown)).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.5/strict 2.10/effects")]
    public async Task DevMode_doesNotRelaxIt()
    {
        var world = new World(new GatewayOptions { Environment = "dev" });

        (await World.VerdictAsync(world.Gates.Registry, World.Request(), World.Mine)).ShouldBe("401 missing workspace auth token");
    }
}
