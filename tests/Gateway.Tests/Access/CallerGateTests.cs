using Molecule.Gateway.Tests.Support;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Gate CG, contract 2.7. The target is <see cref="World.Mine"/>.</summary>
public sealed class CallerGateTests
{
    const string Missing = "401 missing caller auth token";
    const string Invalid = "401 invalid caller auth token";

    [Theory]
    [Row("1.4/workspace-id 2.7/1 2.7/2 2.7/fix")]
    [InlineData("webhook:github", null, "403 invalid caller ID")]
    [InlineData("system:restart-context", "admin", "403 invalid caller ID")]
    [InlineData("test:x", null, "403 invalid caller ID")]
    [InlineData("channel:x", null, "403 invalid caller ID")]
    [InlineData(World.Other, "other", "Workspace")]
    [InlineData(World.Other, null, Missing)]
    [InlineData(World.Other, "mine", Invalid)]
    [InlineData(World.Other, "admin", Invalid)]
    [InlineData(World.Other, "nonsense", Invalid)]
    [InlineData(World.Mine, "mine", "Self")]
    [InlineData(World.Mine, null, Missing)]
    [InlineData(World.Mine, "other", Invalid)]
    [InlineData(World.Tokenless, null, "Workspace")]
    [InlineData(World.Rotated, null, Missing)]
    [InlineData(World.Gone, null, Missing)]
    [InlineData(World.Gone, "old", Invalid)]
    [InlineData(World.Unknown, null, Missing)]
    [InlineData("not-an-id", null, Missing)]
    [InlineData(null, "other", "Workspace")]
    [InlineData(null, "mine", "Self")]
    [InlineData(null, "admin", "Canvas")]
    [InlineData(null, "org", "Canvas")]
    [InlineData(null, "nonsense", Invalid)]
    [InlineData(null, null, Missing)]
    public async Task Sender_isWhomTheCredentialProves(string? claim, string? bearer, string expected)
    {
        var world = new World(new GatewayOptions { AdminToken = "admin" });

        (await VerdictAsync(world, bearer, claim)).ShouldBe(expected);
    }

    [Theory]
    [Row("2.7/fix")]
    [InlineData("dev", 1, "Canvas")]
    [InlineData("", 0, "Canvas")]
    [InlineData("", 1, Missing)]
    public async Task Nobody_isTheCanvasInDevModeAndAtTheStart(string environment, int workspaceTokens, string expected)
    {
        var world = new World(new GatewayOptions { Environment = environment }, new OrgCredentialState(workspaceTokens, 0));

        (await VerdictAsync(world, null, null)).ShouldBe(expected);
    }

    [Fact]
    [Row("2.10/effects")]
    public async Task DevMode_doesNotProveAClaim() =>
        (await VerdictAsync(new World(new GatewayOptions { Environment = "dev" }), null, World.Other)).ShouldBe(Missing);

    [Theory]
    [Row("2.7/fix")]
    [InlineData(false, "Referer: http://molecule.test/", "Canvas")]
    [InlineData(true, "Referer: http://molecule.test/", Missing)]
    [InlineData(true, "Cookie: member=1", "Canvas")]
    [InlineData(true, "Cookie: stranger=1", Missing)]
    public async Task Page_isTheCanvasWithASessionWhereThereAreSessions(bool hasControlPlane, string header, string expected)
    {
        var canvas = new Uri("http://canvas.test");
        var world = new World(hasControlPlane ? World.WithControlPlane(canvas) : new GatewayOptions { CanvasProxyUrl = canvas });

        (await VerdictAsync(world, null, null, header)).ShouldBe(expected);
    }

    [Fact]
    public async Task ForeignOrgsToken_actsForItsOwnOrgOnly()
    {
        var verdict = await new World().Gates.Caller.JudgeAsync(World.Request("elsewhere"), World.Mine);

        verdict.Caller!.Org.ShouldBe("elsewhere");
    }

    static async Task<string> VerdictAsync(World world, string? bearer, string? claim, params string[] headers)
    {
        var request = World.Request(bearer, headers);
        if (claim is not null)
            request.Request.Headers["X-Workspace-ID"] = claim;
        var verdict = await world.Gates.Caller.JudgeAsync(request, World.Mine);
        return verdict.IsAllowed ? verdict.Sender.Kind.ToString() : await Replies.TextAsync(verdict.Refusal);
    }
}
