using Molecule.Gateway.Hosting.Headers;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Contract 3.5.</summary>
public sealed class SecurityHeadersTests
{
    const string Api = "default-src 'self'";
    const string Page = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self' ws: wss:; font-src 'self' data:";

    [Theory]
    [Row("3.5/csp")]
    [InlineData("/workspaces", Api)]
    [InlineData("/workspaces/x/a2a", Api)]
    [InlineData("/registry/register", Api)]
    [InlineData("/health", Api)]
    [InlineData("/ws", Api)]
    [InlineData("/events", Api)]
    [InlineData("/approvals", Api)]
    [InlineData("/healthy", Page)]
    [InlineData("/", Page)]
    [InlineData("", Page)]
    [InlineData("/canvas/viewport", Page)]
    [InlineData("/index.html", Page)]
    public void Policy_followsThePath(string path, string policy)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;

        SecurityHeaders.Apply(http);

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy.ToString().ShouldBe(policy);
        headers.XContentTypeOptions.ToString().ShouldBe("nosniff");
        headers.XFrameOptions.ToString().ShouldBe("DENY");
        headers.StrictTransportSecurity.ToString().ShouldBe("max-age=31536000; includeSubDomains");
        headers["Referrer-Policy"].ToString().ShouldBe("strict-origin-when-cross-origin");
        headers["Permissions-Policy"].ToString().ShouldBe("camera=(), microphone=(), geolocation=()");
    }
}
