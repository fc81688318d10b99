using Molecule.Gateway.Access;
using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Access;

/// <summary>Contract 2.8. The host is <c>molecule.test</c>.</summary>
public sealed class SameOriginCanvasTests
{
    [Theory]
    [Row("2.8/host")]
    [InlineData("Referer: http://molecule.test", true)]
    [InlineData("Referer: https://molecule.test", true)]
    [InlineData("Referer: https://molecule.test/", true)]
    [InlineData("Referer: https://molecule.test/a/b?c", true)]
    [InlineData("Referer: https://molecule.test.evil.com/", false)]
    [InlineData("Referer: https://evil.com/https://molecule.test/", false)]
    [InlineData("Referer: molecule.test/", false)]
    [InlineData("Referer: ftp://molecule.test/", false)]
    [InlineData("Referer: https://molecule.test:8443/", false)]
    [InlineData("Origin: https://molecule.test", true)]
    [InlineData("Origin: http://molecule.test", true)]
    [InlineData("Origin: https://molecule.test/", false)]
    [InlineData("Origin: https://molecule.test.evil.com", false)]
    [InlineData("Origin: null", false)]
    public void Page_isRecognisedByItsHost(string header, bool expected)
    {
        var request = World.Request(null, header).Request;

        new SameOriginCanvas(new GatewayOptions { CanvasProxyUrl = new Uri("http://canvas.test") }).Sent(request).ShouldBe(expected);
        new SameOriginCanvas(new GatewayOptions()).Sent(request).ShouldBeFalse();
    }

    [Fact]
    [Row("2.8/host")]
    public void Page_ofNoHost_isNone()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Referer = "http:///";

        new SameOriginCanvas(new GatewayOptions { CanvasProxyUrl = new Uri("http://canvas.test") }).Sent(request).ShouldBeFalse();
    }
}
