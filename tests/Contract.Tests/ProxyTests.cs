using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;

namespace Molecule.Contract.Tests;

/// <summary>Section 3.6: what is passed on to the control plane and to a web UI, and what is not.</summary>
public sealed class ProxyTests
{
    [Theory]
    [Row("3.6/cp")]
    [InlineData("/cp/auth/me", true)]
    [InlineData("/cp/orgs", true)]
    [InlineData("/cp/orgs/acme?x=1&y=%20", true)]
    [InlineData("/cp/templates", true)]
    [InlineData("/cp/templates/a", true)]
    [InlineData("/cp/billing/plans", true)]
    [InlineData("/cp/legal/terms", true)]
    [InlineData("/cp/auth", false)]
    [InlineData("/cp/orgsx", false)]
    [InlineData("/cp/admin/orgs", false)]
    [InlineData("/cp/workspaces/provision", false)]
    [InlineData("/cp/auth/%2e%2e/admin/orgs", false)]
    [InlineData("/cp/auth/%252e%252e/admin/orgs", false)]
    [InlineData("/cp/auth/..%2fadmin/orgs", false)]
    [InlineData("/cp/auth/%5c..%5cadmin", false)]
    [InlineData("/cp/auth//admin", false)]
    public async Task ControlPlane_isReachedOnItsPublicPaths(string path, bool passes)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var server = await Server.StartAsync(new() { ControlPlaneUrl = upstream.Url, AdminToken = "admin" });
        using var socket = new TcpClient();

        // By hand: a client would tidy the path up.
        await socket.ConnectAsync(server.Url.Host, server.Url.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(socket.GetStream()).ReadToEndAsync();

        answer.ShouldStartWith(passes ? "HTTP/1.1 200" : "HTTP/1.1 404");
        answer.ShouldContain("X-Frame-Options: DENY");
        upstream.Requests.Select(request => request.Target).ShouldBe(passes ? [path] : []);
        if (!passes)
            answer.ShouldEndWith("\r\n\r\n");
    }

    [Fact]
    [Row("1.5/CP_UPSTREAM_URL 3.6/cp")]
    public async Task ControlPlane_seesWhoTheClientIs()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = async http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = "https://login.example.com/?x=1";
            http.Response.Headers.SetCookie = "session=1";
            http.Response.Headers["X-Frame-Options"] = "ALLOWALL";
            http.Response.Headers["X-RateLimit-Limit"] = "1";
            http.Response.Headers["Access-Control-Allow-Origin"] = "*";
            await http.Response.WriteAsync("moved");
        };
        await using var server = await Server.StartAsync(new() { ControlPlaneUrl = new Uri(upstream.Url, "/base/"), AdminToken = "admin", RateLimit = 1000 });

        var answer = await server.With("admin").PostAsync(
            "/cp/auth/login", "hello", ("Cookie", "a=b"), ("X-Forwarded-For", "6.6.6.6"), ("X-Custom", "x"), ("Connection", "X-Hop"), ("X-Hop", "h"));

        (answer.Status, answer.Text).ShouldBe((302, "moved"));
        answer.Headers["Location"].ShouldBe("https://login.example.com/?x=1");
        answer.Headers["Set-Cookie"].ShouldBe("session=1");
        answer.Headers["X-Frame-Options"].ShouldBe("DENY");
        answer.Headers["X-RateLimit-Limit"].ShouldBe("1000");
        answer.Headers.ContainsKey("Access-Control-Allow-Origin").ShouldBeFalse();
        var request = upstream.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target, request.Body).ShouldBe(("POST", "/base/cp/auth/login", "hello"));
        request.Headers["Host"].ShouldBe(upstream.Url.Authority);
        request.Headers["Cookie"].ShouldBe("a=b");
        request.Headers["Authorization"].ShouldBe("Bearer admin");
        request.Headers["X-Custom"].ShouldBe("x");
        request.Headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
        request.Headers["X-Forwarded-Host"].ShouldBe(server.Url.Authority);
        request.Headers.ContainsKey("X-Hop").ShouldBeFalse();
    }

    [Fact]
    [Row("1.5/CANVAS_PROXY_URL 3.6/canvas")]
    public async Task Canvas_seesNoCredentials()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Answer = async http =>
        {
            http.Response.ContentType = "text/html";
            http.Response.Headers.SetCookie = "session=forged";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
            await http.Response.WriteAsync("<html>");
        };
        await using var server = await Server.StartAsync(new() { CanvasProxyUrl = upstream.Url, AdminToken = "admin" });

        var page = (await server.With("admin").GetAsync("/orgs/acme", ("Cookie", "session=1"))).Ok();

        (page.Text, page.Type, page.Headers["Content-Security-Policy"]).ShouldBe(("<html>", "text/html", "default-src 'none'"));
        page.Headers.ContainsKey("Set-Cookie").ShouldBeFalse();
        var request = upstream.Requests.ShouldHaveSingleItem();
        request.Target.ShouldBe("/orgs/acme");
        request.Headers.Keys.ShouldNotContain("Authorization");
        request.Headers.Keys.ShouldNotContain("Cookie");
        (await server.With("admin").GetAsync("/workspaces")).ShouldBe(200, "[]");
        (await server.With("admin").GetAsync("/cp/admin/x")).Ok();
        upstream.Requests.Count.ShouldBe(2);
    }

    [Fact]
    [Row("3.6/cp 3.6/canvas")]
    public async Task UpstreamThatIsDown_isSaidToBe()
    {
        await using var server = await Server.StartAsync(
            new() { ControlPlaneUrl = new Uri("http://127.0.0.1:1"), CanvasProxyUrl = new Uri("http://127.0.0.1:1"), AdminToken = "admin" });
        (await server.Anonymous().GetAsync("/cp/auth/me")).ShouldFail(502, "control plane unavailable");
        (await server.Anonymous().GetAsync("/index.html")).ShouldFail(502, "canvas unavailable");
        (await server.Anonymous().GetAsync("/health")).Ok();
    }

    [Fact]
    [Row("3.6/cp")]
    public async Task WithoutUpstreams_thereIsNothing()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin" });
        foreach (var path in (string[])["/cp/auth/me", "/page"])
            (await server.Anonymous().GetAsync(path)).ShouldBe(404, "404 page not found");
    }

    [Fact]
    [Row("3.6/canvas")]
    public async Task Upstream_isHeardWhileItSpeaks()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Answer = async http =>
        {
            await http.Response.WriteAsync("first ");
            await http.Response.Body.FlushAsync();
            await more.Task;
            await http.Response.WriteAsync("second");
        };
        await using var server = await Server.StartAsync(new() { CanvasProxyUrl = upstream.Url, AdminToken = "admin" });
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(server.Url, "/stream"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var buffer = new char[6];
        await reader.ReadBlockAsync(buffer);
        new string(buffer).ShouldBe("first ");
        more.SetResult();
        (await reader.ReadToEndAsync()).ShouldBe("second");

        using var body = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]);
        using var tooLarge = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/upload")) { Content = body };
        tooLarge.Headers.ExpectContinue = true;
        using var refused = await http.SendAsync(tooLarge);
        ((int)refused.StatusCode).ShouldBe(413);
        upstream.Requests.ShouldHaveSingleItem();
    }
}
