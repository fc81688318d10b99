using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Gate DG, contract 2.6.</summary>
public sealed class DiscoveryGateTests
{
    [Theory]
    [Row("2.6/1")]
    [InlineData(World.Mine, "mine", "WorkspaceToken")]
    [InlineData(World.Mine, null, "401 missing workspace auth token")]
    [InlineData(World.Mine, "other", "401 invalid workspace auth token")]
    [InlineData(World.Mine, "admin", "AdminToken")]
    [InlineData(World.Mine, "org", "OrgToken")]
    [InlineData(World.Tokenless, null, "Anonymous")]
    [InlineData(World.Gone, null, "401 missing workspace auth token")]
    [InlineData(World.Gone, "old", "401 invalid workspace auth token")]
    [InlineData(World.Unknown, null, "401 missing workspace auth token")]
    public async Task Verdict_followsTheSubjectsTokens(string subject, string? bearer, string verdict)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin" });

        (await World.VerdictAsync(world.Gates.Discovery, World.Request(bearer), subject)).ShouldBe(verdict);
    }

    [Theory]
    [Row("2.6/3")]
    [InlineData("member=1", null, "Session")]
    [InlineData("stranger=1", "mine", "WorkspaceToken")]
    [InlineData("stranger=1", null, "401 missing workspace auth token")]
    public async Task InvalidCookie_goesOnToTheBearer(string cookie, string? bearer, string verdict)
    {
        var world = new World(World.WithControlPlane());

        (await World.VerdictAsync(world.Gates.Discovery, World.Request(bearer, "Cookie: " + cookie), World.Mine)).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.6/2")]
    public async Task DevMode_opensIt()
    {
        var world = new World(new GatewayOptions { Environment = "dev" });

        (await World.VerdictAsync(world.Gates.Discovery, World.Request(), World.Mine)).ShouldBe("DevMode");
    }
}
