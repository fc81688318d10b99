using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Gate WA, contract 2.2.</summary>
public sealed class WorkspaceGateTests
{
    static readonly Uri CanvasUrl = new("http://canvas.test");

    [Theory]
    [Row("2.2/1")]
    [InlineData("mine", "WorkspaceToken")]
    [InlineData("org", "OrgToken")]
    [InlineData("admin", "AdminToken")]
    [InlineData("other", "401 invalid workspace auth token")]
    [InlineData("nonsense", "401 invalid workspace auth token")]
    [InlineData(null, "401 missing workspace auth token")]
    public async Task Bearer_decides(string? bearer, string verdict)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin" });

        (await World.VerdictAsync(world.Gates.Workspace, World.Request(bearer), World.Mine)).ShouldBe(verdict);
    }

    [Theory]
    [Row("2.2/2")]
    [InlineData("Referer: https://molecule.test/canvas", "Canvas")]
    [InlineData("Origin: http://molecule.test", "Canvas")]
    [InlineData("Referer: https://molecule.test.evil.com/", "401 missing workspace auth token")]
    public async Task Canvas_passesWithoutABearer(string header, string verdict)
    {
        var world = new World(new GatewayOptions { CanvasProxyUrl = CanvasUrl, AdminToken = "admin" });

        (await World.VerdictAsync(world.Gates.Workspace, World.Request(null, header), World.Mine)).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.2/1")]
    public async Task BadBearer_neverFallsThrough()
    {
        var world = new World(new GatewayOptions { CanvasProxyUrl = CanvasUrl, Environment = "dev" });
        var request = World.Request("nonsense", "Referer: https://molecule.test/");

        (await World.VerdictAsync(world.Gates.Workspace, request, World.Mine)).ShouldBe("401 invalid workspace auth token");
    }

    [Theory]
    [Row("2.2/2 2.2/session")]
    [InlineData("Cookie: member=1", "Session")]
    [InlineData("Cookie: stranger=1", "401 missing workspace auth token")]
    [InlineData("Referer: https://molecule.test/", "401 missing workspace auth token")]
    public async Task WithAControlPlane_theCookieDecidesAndARefererProvesNothing(string header, string verdict)
    {
        var world = new World(World.WithControlPlane(CanvasUrl));

        (await World.VerdictAsync(world.Gates.Workspace, World.Request(null, header), World.Mine)).ShouldBe(verdict);
    }

    [Theory]
    [Row("2.2/3 2.10/effects")]
    [InlineData("development", null, "DevMode")]
    [InlineData(" DEV ", null, "DevMode")]
    [InlineData("test", null, "401 missing workspace auth token")]
    [InlineData("staging", null, "401 missing workspace auth token")]
    [InlineData("", null, "401 missing workspace auth token")]
    [InlineData("dev", "admin", "401 missing workspace auth token")]
    public async Task DevMode_opensIt(string environment, string? adminToken, string verdict)
    {
        var world = new World(new GatewayOptions { Environment = environment, AdminToken = adminToken });

        (await World.VerdictAsync(world.Gates.Workspace, World.Request(), World.Mine)).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.2/4")]
    public async Task TokenlessWorkspace_getsNoGrace() =>
        (await World.VerdictAsync(new World().Gates.Workspace, World.Request(), World.Tokenless))
            .ShouldBe("401 missing workspace auth token");

    [Theory]
    [Row("2.2/gone 6.6/404")]
    [InlineData(World.Unknown, null, "Anonymous")]
    [InlineData(World.Gone, "old", "Anonymous")]
    [InlineData(World.Gone, "mine", "401 invalid workspace auth token")]
    [InlineData(World.Gone, null, "401 missing workspace auth token")]
    [InlineData(World.Mine, "old", "401 invalid workspace auth token")]
    [InlineData(World.Mine, "mine", "WorkspaceToken")]
    public async Task StatePoll_letsAGoneAgentReadThatItIsGone(string subject, string? bearer, string verdict) =>
        (await World.VerdictAsync(new World().Gates.State, World.Request(bearer), subject)).ShouldBe(verdict);
}
