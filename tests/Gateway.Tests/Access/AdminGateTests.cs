using Molecule.Gateway.Tests.Support;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Tests.Access;

/// <summary>
/// Gate AA, contract 2.3. Rows: live workspace tokens, live org tokens, admin token set, environment, bearer or cookie, verdict.
/// </summary>
public sealed class AdminGateTests
{
    [Theory]
    [Row("1.5/ADMIN_TOKEN 2.3/1 2.3/2 2.3/6 2.3/7 2.10/when")]
    [InlineData(0, 0, false, "", null, "Bootstrap")]
    [InlineData(0, 0, false, "", "nonsense", "Bootstrap")]
    [InlineData(0, 0, true, "", null, "401 admin auth required")]
    [InlineData(0, 1, false, "", null, "401 admin auth required")]
    [InlineData(1, 0, false, "", null, "401 admin auth required")]
    [InlineData(1, 0, false, "", "nonsense", "401 invalid admin auth token")]
    [InlineData(1, 0, false, "dev", null, "DevMode")]
    [InlineData(1, 0, false, "dev", "nonsense", "DevMode")]
    [InlineData(1, 1, false, "", "org", "OrgToken")]
    [InlineData(1, 0, true, "", "admin", "AdminToken")]
    [InlineData(1, 0, true, "", "org", "OrgToken")]
    [InlineData(1, 0, true, "", "mine", "401 invalid admin auth token")]
    [InlineData(1, 0, true, "dev", null, "401 admin auth required")]
    [InlineData(1, 0, false, "", "mine", "WorkspaceToken")]
    [InlineData(1, 1, false, "", "mine", "401 invalid admin auth token")]
    [InlineData(1, 0, false, "production", "mine", "401 invalid admin auth token")]
    [InlineData(1, 0, false, "PROD", "mine", "401 invalid admin auth token")]
    public async Task Verdict_followsTheSteps(int workspaceTokens, int orgTokens, bool hasAdminToken, string environment, string? bearer,
        string verdict)
    {
        var world = new World(
            new GatewayOptions { AdminToken = hasAdminToken ? "admin" : null, Environment = environment },
            new OrgCredentialState(workspaceTokens, orgTokens));

        (await World.VerdictAsync(world.Gates.Admin, World.Request(bearer))).ShouldBe(verdict);
    }

    [Theory]
    [InlineData("admin", "AdminToken")]
    [InlineData("old", "AdminToken")]
    [InlineData("older", "401 invalid admin auth token")]
    public async Task Admin_token_holds_beside_its_successor_while_that_is_said(string bearer, string verdict)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin", PreviousAdminToken = "old" }, new OrgCredentialState(1, 0));

        (await World.VerdictAsync(world.Gates.Admin, World.Request(bearer))).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.3/7")]
    public async Task Strict_admitsNoWorkspace()
    {
        var world = new World(held: new OrgCredentialState(1, 0));

        (await World.VerdictAsync(world.Gates.StrictAdmin, World.Request("mine"))).ShouldBe("401 invalid admin auth token");
    }

    [Theory]
    [Row("1.4/cookie 2.3/3")]
    [InlineData("member=1", null, "Session")]
    [InlineData("member=1", "nonsense", "Session")]
    [InlineData("stranger=1", "org", "OrgToken")]
    [InlineData("stranger=1", null, "401 admin auth required")]
    [InlineData("stranger=1", "nonsense", "401 invalid admin auth token")]
    public async Task Cookie_passesWhenVerifiedAndIsIgnoredOtherwise(string cookie, string? bearer, string verdict)
    {
        var world = new World(World.WithControlPlane(admin: "admin"));

        (await World.VerdictAsync(world.Gates.Admin, World.Request(bearer, "Cookie: " + cookie))).ShouldBe(verdict);
    }

    [Fact]
    [Row("2.3/origin")]
    public async Task Referer_grantsNothing()
    {
        var world = new World(new GatewayOptions { CanvasProxyUrl = new Uri("http://canvas.test"), AdminToken = "admin" });
        var request = World.Request(null, "Referer: https://molecule.test/", "Origin: https://molecule.test");

        (await World.VerdictAsync(world.Gates.Admin, request)).ShouldBe("401 admin auth required");
    }

    [Fact]
    public async Task OrgToken_actsForItsOwnOrg()
    {
        var verdict = await new World().Gates.Admin.JudgeAsync(World.Request("elsewhere"), "");

        verdict.Caller!.Org.ShouldBe("elsewhere");
    }
}
