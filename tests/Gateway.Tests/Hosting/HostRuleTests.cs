using Molecule.Gateway.Hosting.Hosts;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Which names this server answers to; docs/decisions/0006.</summary>
public sealed class HostRuleTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:8080", true)]
    [InlineData("canvas.localhost:8080", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.168.0.7", true)]
    [InlineData("host.docker.internal:8080", true)]
    [InlineData("molecule.example.com", true)]
    [InlineData("agents.example.com:443", true)]
    [InlineData("evil.com", false)]
    [InlineData("localhost.evil.com", false)]
    [InlineData("evil.com:8080", false)]
    [InlineData("127.0.0.1.evil.com", false)]
    [InlineData("[evil]", false)]
    [InlineData("[", false)]
    [InlineData("", false)]
    public void Host_mustBeLoopbackAnAddressOrConfigured(string host, bool expected)
    {
        var rule = new HostRule(new GatewayOptions { AllowedHosts = ["molecule.example.com"],
            ExternalPlatformUrl = "https://agents.example.com" });

        rule.Admits(new HostString(host)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void AnyHost_isAnsweredOnlyBeyondLoopbackWithAnAdminToken(bool beyondLoopback, bool hasAdminToken, bool expected)
    {
        var options = new GatewayOptions { ListensBeyondLoopback = beyondLoopback, AdminToken = hasAdminToken ? "admin" : null };

        new HostRule(options).Admits(new HostString("molecule")).ShouldBe(expected);
    }

    [Fact]
    public void ConfiguredHosts_areTheOnlyOnesWhereverItListens()
    {
        var rule = new HostRule(new GatewayOptions { ListensBeyondLoopback = true, AdminToken = "admin", AllowedHosts = ["molecule"] });

        rule.Admits(new HostString("molecule:8080")).ShouldBeTrue();
        rule.Admits(new HostString("evil.com")).ShouldBeFalse();
    }
}
