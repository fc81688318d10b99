using System.Net;
using Molecule.Gateway.Endpoints.Workspaces;

namespace Molecule.Gateway.Tests.Endpoints;

/// <summary>Contract 4.3: what an external agent needs to join.</summary>
public sealed class ConnectionsTests
{
    const string Id = "11111111-1111-4111-8111-111111111111";

    [Fact]
    [Row("1.5/EXTERNAL_PLATFORM_URL 4.3/external")]
    public void Connection_hasItsUrlsAndEachPlaceholderOnce()
    {
        var connection = new Connections(new BaseUrl(new GatewayOptions { ExternalPlatformUrl = "https://m.test/" })).For(Request(), Id,
            "token");

        connection.PlatformUrl.ShouldBe("https://m.test");
        connection.RegistryEndpoint.ShouldBe("https://m.test/registry/register");
        connection.HeartbeatEndpoint.ShouldBe("https://m.test/registry/heartbeat");
        connection.AuthToken.ShouldBe("token");
        Occurrences(connection.PythonSnippet, "AUTH_TOKEN    = \"<paste from create response>\"").ShouldBe(1);
        Occurrences(connection.CurlRegisterTemplate, "WORKSPACE_AUTH_TOKEN=\"<paste from create response>\"").ShouldBe(1);
        Occurrences(connection.PythonSnippet, "<paste").ShouldBe(1);
        Occurrences(connection.CurlRegisterTemplate, "<paste").ShouldBe(1);
        connection.PythonSnippet.ShouldContain(Id);
        connection.CurlRegisterTemplate.ShouldContain(Id);
    }

    [Theory]
    [Row("4.3/platform_url")]
    [InlineData("10.0.0.9", "http://molecule.test:8080")]
    [InlineData("10.0.0.1", "https://public.test")]
    [InlineData("::ffff:10.0.0.1", "https://public.test")]
    public void BaseUrl_believesForwardingOnlyFromAProxyThatIsTrusted(string peer, string expected)
    {
        var request = Request();
        request.HttpContext.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        request.Headers["X-Forwarded-Proto"] = "https";
        request.Headers["X-Forwarded-Host"] = "public.test, inner.test";

        new BaseUrl(new GatewayOptions { TrustedProxies = [IPAddress.Parse("10.0.0.1")] }).Of(request).ShouldBe(expected);
    }

    [Theory]
    [InlineData("$(reboot)")]
    [InlineData("a\"b")]
    [InlineData("")]
    public void BaseUrl_isNeverWhatAShellWouldRun(string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Headers.Host = host;

        new BaseUrl(new GatewayOptions { PlatformUrl = "http://own.test/" }).Of(request).ShouldBe("http://own.test");
    }

    static HttpRequest Request()
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Headers.Host = "molecule.test:8080";
        return request;
    }

    static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
