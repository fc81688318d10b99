using Molecule.Gateway.Hosting;
using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Contract 3.2. The tenant is <c>acme</c>.</summary>
public sealed class TenantGuardTests
{
    [Theory]
    [Row("1.4/tenant 3.2/proof 3.2/agents")]
    [InlineData("/health", null, null, true)]
    [InlineData("/metrics", null, null, true)]
    [InlineData("/registry/register", null, null, true)]
    [InlineData("/registry/heartbeat", null, null, true)]
    [InlineData("/registry/heartbeat/", null, null, false)]
    [InlineData("/registry/update-card", null, null, false)]
    [InlineData("/cp/auth/me", null, null, true)]
    [InlineData("/cp", null, null, false)]
    [InlineData("/workspaces", null, null, false)]
    [InlineData("/workspaces", "X-Molecule-Org-Id: acme", null, true)]
    [InlineData("/workspaces", "X-Molecule-Org-Id: umbrella", null, false)]
    [InlineData("/workspaces", "Fly-Replay-Src: instance=x;region=fra;state=acme;t=1", null, true)]
    [InlineData("/workspaces", "Fly-Replay-Src: state=acme2", null, false)]
    [InlineData("/workspaces", "Fly-Replay-Src: xstate=acme", null, false)]
    [InlineData("/workspaces", "Referer: https://molecule.test/", null, true)]
    [InlineData("/workspaces", "Referer: https://molecule.test.evil.com/", null, false)]
    [InlineData("/registry/update-card", null, "mine", true)]
    [InlineData("/workspaces", null, "org", false)]
    [InlineData("/workspaces", null, "nonsense", false)]
    public async Task Request_passesOnlyWithProof(string path, string? header, string? bearer, bool expected)
    {
        var options = new GatewayOptions { OrgId = "acme", CanvasProxyUrl = new Uri("http://canvas.test") };
        var world = new World(options);
        var http = header is null ? World.Request(bearer) : World.Request(bearer, header);
        http.Request.Path = path;

        (await new TenantGuard(options, world.Canvas, world.Authenticator).AdmitsAsync(http)).ShouldBe(expected);
    }

    [Fact]
    public void Guard_isOffWithoutATenant() =>
        new TenantGuard(new GatewayOptions(), new World().Canvas, new World().Authenticator).IsOff.ShouldBeTrue();
}
