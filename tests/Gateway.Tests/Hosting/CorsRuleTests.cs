using Molecule.Gateway.Hosting.Cors;
using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Contract 3.4. The host is <c>molecule.test</c>.</summary>
public sealed class CorsRuleTests
{
    [Theory]
    [Row("3.4/own")]
    [InlineData(null)]
    [InlineData("http://molecule.test")]
    [InlineData("https://molecule.test")]
    public void OwnPage_isNoCorsRequest(string? origin)
    {
        var http = origin is null ? World.Request() : World.Request(null, "Origin: " + origin);

        new CorsRule(new GatewayOptions()).Apply(http).ShouldBeTrue();
        http.Response.Headers.ShouldBeEmpty();
    }

    [Theory]
    [Row("3.4/foreign")]
    [InlineData("https://evil.test")]
    [InlineData("null")]
    [InlineData("http://localhost:3000/")]
    [InlineData("HTTP://localhost:3000")]
    [InlineData("http://localhost:3002")]
    public void ForeignPage_isForbiddenWithAnEmptyBody(string origin)
    {
        var http = World.Request(null, "Origin: " + origin);

        new CorsRule(new GatewayOptions()).Apply(http).ShouldBeFalse();
        http.Response.StatusCode.ShouldBe(403);
        http.Response.ContentLength.ShouldBe(0);
        http.Response.Headers.AccessControlAllowOrigin.ShouldBeEmpty();
    }

    [Fact]
    [Row("3.4/listed")]
    public void ListedPage_isAllowedAndMayReadTheLimits()
    {
        var http = World.Request(null, "Origin: http://localhost:3000");

        new CorsRule(new GatewayOptions()).Apply(http).ShouldBeTrue();
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin.ToString().ShouldBe("http://localhost:3000");
        headers.AccessControlAllowCredentials.ToString().ShouldBe("true");
        headers.Vary.ToString().ShouldBe("Origin");
        headers.AccessControlExposeHeaders.ToString().ShouldBe("Retry-After,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset");
    }

    [Fact]
    [Row("3.4/preflight")]
    public void Preflight_isAnsweredWithWhatIsAllowed()
    {
        var http = World.Request(null, "Origin: http://localhost:3000");
        http.Request.Method = "OPTIONS";

        new CorsRule(new GatewayOptions()).Apply(http).ShouldBeFalse();
        http.Response.StatusCode.ShouldBe(204);
        http.Response.Headers.AccessControlAllowMethods.ToString().ShouldBe("GET,POST,PUT,PATCH,DELETE,OPTIONS");
        http.Response.Headers.AccessControlAllowHeaders.ToString()
            .ShouldBe("Origin,Content-Type,X-Workspace-Id,Authorization,X-Timeout,X-Molecule-Org-Id,X-Molecule-Org-Slug");
        http.Response.Headers.AccessControlMaxAge.ShouldBeEmpty();
    }

    [Fact]
    [Row("1.5/CORS_ORIGINS 3.4/preflight")]
    public void ConfiguredOrigins_replaceTheDefaultOnesAndAreTrimmed()
    {
        var rule = new CorsRule(new GatewayOptions { CorsOrigins = ["https://a.test", " https://b.test ", ""] });

        rule.Apply(World.Request(null, "Origin: https://b.test")).ShouldBeTrue();
        rule.Apply(World.Request(null, "Origin: http://localhost:3000")).ShouldBeFalse();
    }
}
