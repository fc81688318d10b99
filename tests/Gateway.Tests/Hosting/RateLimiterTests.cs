using System.Net;
using Molecule.Gateway.Hosting.Limits;
using Molecule.Gateway.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Contract 3.3.</summary>
public sealed class RateLimiterTests
{
    readonly ManualTime _time = new();

    [Fact]
    [Row("1.4/limits 3.3/window 3.3/headers")]
    public async Task Window_countsDownThenRefusesThenBeginsAgain()
    {
        var limits = new RequestLimits(new GatewayOptions { RateLimit = 2 }, _time);

        Take(limits, out var first).ShouldBeNull();
        Header(first, "Limit").ShouldBe("2");
        Header(first, "Remaining").ShouldBe("1");
        Header(first, "Reset").ShouldBe("60");

        _time.Advance(TimeSpan.FromSeconds(20.5));
        Take(limits, out var second).ShouldBeNull();
        Header(second, "Remaining").ShouldBe("0");
        Header(second, "Reset").ShouldBe("40");

        var refusal = Take(limits, out var third);
        Header(third, "Remaining").ShouldBe("0");
        var (status, body, headers) = await Replies.ReadAsync(refusal!);
        (status, body).ShouldBe((429, """{"error":"rate limit exceeded","retry_after":40}"""));
        headers.RetryAfter.ToString().ShouldBe("40");

        _time.Advance(TimeSpan.FromSeconds(39.5));
        Take(limits, out var fourth).ShouldBeNull();
        Header(fourth, "Remaining").ShouldBe("1");
        Header(fourth, "Reset").ShouldBe("60");
    }

    [Fact]
    [Row("3.3/429")]
    public async Task RetryAfter_isNeverZero()
    {
        var limits = new RequestLimits(new GatewayOptions { RateLimit = 1 }, _time);
        Take(limits, out _);
        _time.Advance(TimeSpan.FromMilliseconds(59_999));

        var (_, _, headers) = await Replies.ReadAsync(Take(limits, out _)!);
        headers.RetryAfter.ToString().ShouldBe("1");
    }

    [Fact]
    [Row("3.3/window")]
    public void Clients_haveWindowsOfTheirOwnByTheirTcpAddress()
    {
        var limits = new RequestLimits(new GatewayOptions { RateLimit = 1 }, _time);

        Take(limits, out _, "10.0.0.1").ShouldBeNull();
        Take(limits, out _, "::ffff:10.0.0.1").ShouldNotBeNull();
        Take(limits, out _, "10.0.0.2").ShouldBeNull();
    }

    [Theory]
    [Row("3.3/probes")]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public void Probes_areNeitherCountedNorRefused_andSayWhatIsLeft(string path)
    {
        var limits = new RequestLimits(new GatewayOptions { RateLimit = 1 }, _time);

        Take(limits, out var first, path: path).ShouldBeNull();
        (Header(first, "Limit"), Header(first, "Remaining"), Header(first, "Reset")).ShouldBe(("1", "1", "60"));

        _time.Advance(TimeSpan.FromSeconds(10));
        Take(limits, out var request).ShouldBeNull();
        (Header(request, "Remaining"), Header(request, "Reset")).ShouldBe(("0", "60"));

        _time.Advance(TimeSpan.FromSeconds(10));
        Take(limits, out var last, path: path).ShouldBeNull();
        (Header(last, "Remaining"), Header(last, "Reset")).ShouldBe(("0", "50"));
    }

    [Fact]
    public void DevMode_limitsNothing()
    {
        var limits = new RequestLimits(new GatewayOptions { RateLimit = 1, Environment = "dev" }, _time);
        Take(limits, out _);

        Take(limits, out var second).ShouldBeNull();
        Header(second, "Limit").ShouldBe("unlimited");
        second.Response.Headers.Count.ShouldBe(1);
    }

    [Fact]
    [Row("2.11/org-mint 3.3/mint")]
    public void Minting_hasTenPlacesAnHourAndReplacesTheHeaders()
    {
        var limits = new RequestLimits(new GatewayOptions(), _time);
        for (var i = 0; i < 10; i++)
            limits.TakeMint(Request()).ShouldBeNull();
        Take(limits, out var http);

        limits.TakeMint(http).ShouldNotBeNull();
        Header(http, "Limit").ShouldBe("10");
        Header(http, "Reset").ShouldBe("3600");
    }

    static Gateway.Http.Reply? Take(RequestLimits limits, out HttpContext http, string address = "10.0.0.1", string path = "/workspaces")
    {
        http = Request(address);
        http.Request.Path = path;
        return limits.Take(http);
    }

    static DefaultHttpContext Request(string address = "10.0.0.1")
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return http;
    }

    static string Header(HttpContext http, string name) => http.Response.Headers["X-RateLimit-" + name].ToString();
}
