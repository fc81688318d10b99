using Molecule.Gateway.Tests.Support;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Gate CB, contract 2.4.</summary>
public sealed class CanvasGateTests
{
    [Theory]
    [Row("2.4/1")]
    [InlineData(0, null, null, "Canvas")]
    [InlineData(0, "nonsense", null, "Canvas")]
    [InlineData(1, null, null, "401 admin auth required")]
    [InlineData(1, "mine", null, "WorkspaceToken")]
    [InlineData(1, "org", null, "OrgToken")]
    [InlineData(1, "admin", null, "AdminToken")]
    [InlineData(1, "nonsense", "http://localhost:3000", "401 invalid admin auth token")]
    [InlineData(1, null, "http://localhost:3000", "Canvas")]
    [InlineData(1, null, "http://localhost:3001", "Canvas")]
    [InlineData(1, null, "https://ui.test", "Canvas")]
    [InlineData(1, null, "https://UI.test", "401 admin auth required")]
    [InlineData(1, null, "https://evil.test", "401 admin auth required")]
    public async Task Verdict_followsTheSteps(int workspaceTokens, string? bearer, string? origin, string verdict)
    {
        var options = new GatewayOptions { AdminToken = "admin", CorsOrigins = ["https://ui.test"] };
        var world = new World(options, new OrgCredentialState(workspaceTokens, 0));
        var request = origin is null ? World.Request(bearer) : World.Request(bearer, "Origin: " + origin);

        (await World.VerdictAsync(world.Gates.Canvas, request)).ShouldBe(verdict);
    }

    [Theory]
    [Row("2.4/1")]
    [InlineData("dev", null, "Origin: http://molecule.test", "Canvas")]
    [InlineData("dev", null, "Referer: http://molecule.test/", "Canvas")]
    [InlineData("dev", null, "Origin: http://molecule.test:81", "401 admin auth required")]
    [InlineData("dev", null, "Origin: http://molecule.test.evil.com", "401 admin auth required")]
    [InlineData("dev", "admin", "Origin: http://molecule.test", "401 admin auth required")]
    [InlineData("", null, "Origin: http://molecule.test", "401 admin auth required")]
    public async Task OwnPage_isTheCanvasInDevelopmentOnly(string environment, string? admin, string header, string verdict)
    {
        var world = new World(new GatewayOptions { Environment = environment, AdminToken = admin });

        (await World.VerdictAsync(world.Gates.Canvas, World.Request(null, header))).ShouldBe(verdict);
    }
}
