using Microsoft.AspNetCore.Http;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway.Hosting;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 3: origins, policies, the tenant guard and the limits, as pages and machines meet them.</summary>
public sealed class FrontDoorTests(FrontDoorTests.Doors doors) : IClassFixture<FrontDoorTests.Doors>
{
    const string Api = "default-src 'self'";
    const string Page = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; font-src 'self' data:";

    // A connection's next request goes on where its last one ended, which may be a thread that all sockets wait for (decision 0027).
    [Fact]
    public async Task Request_thatBeginsOutsideThePool_isServedInIt()
    {
        var door = doors.Usual.Services.GetRequiredService<FrontDoor>();
        var entered = new TaskCompletionSource<Task>();
        var inPool = false;
        new Thread(() => entered.SetResult(door.EnterAsync(new DefaultHttpContext { Request = { Host = new("localhost") } }, _ =>
        {
            inPool = Thread.CurrentThread.IsThreadPoolThread;
            return Task.CompletedTask;
        }))).Start();

        await await entered.Task;
        inPool.ShouldBeTrue();
    }

    [Theory]
    [Row("3.4/own")]
    [InlineData(null)]
    [InlineData("http://{host}")]
    [InlineData("https://{host}")]
    public async Task OwnPage_isNoCorsRequest(string? origin)
    {
        var answer = (await AskAsync(doors.Usual, "GET", "/health", origin)).Ok();
        answer.Headers.Keys.ShouldNotContain(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        answer.Headers.Keys.ShouldNotContain("Vary");
    }

    [Theory]
    [Row("3.4/foreign")]
    [InlineData("GET", "/health", "https://evil.test")]
    [InlineData("POST", "/registry/heartbeat", "https://evil.test")]
    [InlineData("DELETE", "/nothing", "https://evil.test")]
    [InlineData("OPTIONS", "/workspaces", "https://evil.test")]
    [InlineData("GET", "/health", "null")]
    [InlineData("GET", "/health", "http://localhost:3000/")]
    [InlineData("GET", "/health", "HTTP://localhost:3000")]
    [InlineData("GET", "/health", "http://localhost:3002")]
    [InlineData("GET", "/health", "http://{host}.evil.test")]
    public async Task ForeignPage_isForbidden(string method, string path, string origin)
    {
        var answer = await AskAsync(doors.Usual, method, path, origin);
        (answer.Status, answer.Text).ShouldBe((403, ""));
        answer.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Theory]
    [Row("3.4/listed")]
    [InlineData("GET", "/health", 200)]
    [InlineData("GET", "/workspaces", 401)]
    [InlineData("GET", "/nothing", 404)]
    public async Task ListedPage_mayReadTheAnswer(string method, string path, int status)
    {
        var answer = await AskAsync(doors.Usual, method, path, "http://localhost:3001");
        answer.Status.ShouldBe(status);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:3001");
        answer.Headers["Access-Control-Allow-Credentials"].ShouldBe("true");
        answer.Headers["Vary"].ShouldBe("Origin");
        answer.Headers["Access-Control-Expose-Headers"].ShouldBe("Retry-After,X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset");
    }

    [Theory]
    [Row("1.5/CORS_ORIGINS 3.4/preflight")]
    [InlineData("https://a.test", 204)]
    [InlineData("https://b.test", 204)]
    [InlineData("http://localhost:3000", 403)]
    public async Task Preflight_isAnsweredForTheListedOnes(string origin, int status)
    {
        var answer = await AskAsync(doors.Listing, "OPTIONS", "/workspaces", origin);
        (answer.Status, answer.Text).ShouldBe((status, ""));
        if (status == 403)
            return;
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe(origin);
        answer.Headers["Access-Control-Allow-Credentials"].ShouldBe("true");
        answer.Headers["Access-Control-Allow-Methods"].ShouldBe("GET,POST,PUT,PATCH,DELETE,OPTIONS");
        answer.Headers["Access-Control-Allow-Headers"].ShouldBe("Origin,Content-Type,X-Workspace-Id,Authorization,X-Timeout,X-Molecule-Org-Id,X-Molecule-Org-Slug");
        answer.Headers.Keys.ShouldNotContain("Access-Control-Max-Age");
    }

    [Theory]
    [Row("3.5/headers 3.5/csp")]
    [InlineData("/workspaces", Api)]
    [InlineData("/workspaces/x", Api)]
    [InlineData("/registry/register", Api)]
    [InlineData("/health", Api)]
    [InlineData("/admin/liveness", Api)]
    [InlineData("/metrics", Api)]
    [InlineData("/settings", Api)]
    [InlineData("/bundles", Api)]
    [InlineData("/org/tokens", Api)]
    [InlineData("/orgs/x", Api)]
    [InlineData("/templates", Api)]
    [InlineData("/plugins", Api)]
    [InlineData("/webhooks/x", Api)]
    [InlineData("/channels", Api)]
    [InlineData("/ws", Api)]
    [InlineData("/events", Api)]
    [InlineData("/approvals", Api)]
    [InlineData("/healthy", Page)]
    [InlineData("/organisation", Page)]
    [InlineData("/", Page)]
    [InlineData("/canvas/viewport", Page)]
    [InlineData("/index.html", Page)]
    public async Task Policy_followsThePath(string path, string policy)
    {
        var headers = (await AskAsync(doors.Usual, "GET", path, null)).Headers;
        headers["Content-Security-Policy"].ShouldBe(policy);
        headers["X-Content-Type-Options"].ShouldBe("nosniff");
        headers["X-Frame-Options"].ShouldBe("DENY");
        headers["Strict-Transport-Security"].ShouldBe("max-age=31536000; includeSubDomains");
        headers["Referrer-Policy"].ShouldBe("strict-origin-when-cross-origin");
        headers["Permissions-Policy"].ShouldBe("camera=(), microphone=(), geolocation=()");
    }

    [Theory]
    [Row("1.4/tenant 1.5/MOLECULE_ORG_ID 3.2/proof 3.2/404 3.2/agents")]
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
    [InlineData("/workspaces", "Referer: https://{host}/", null, true)]
    [InlineData("/workspaces", "Referer: https://{host}.evil.com/", null, false)]
    [InlineData("/registry/update-card", null, "agent", true)]
    [InlineData("/workspaces", null, "admin", false)]
    [InlineData("/workspaces", null, "nonsense", false)]
    public async Task Tenant_isShownToWhomItConcerns(string path, string? header, string? bearer, bool isShown)
    {
        var headers = header?.Split(": ") is [var name, var value] ? new[] { (name, value.Replace("{host}", doors.Tenant.Url.Authority)) } : [];
        var method = path.StartsWith("/registry", StringComparison.Ordinal) ? "POST" : "GET";
        var answer = await doors.Tenant.With(bearer == "agent" ? doors.AgentToken : bearer).SendAsync(method, path, null, headers);
        if (isShown)
            (answer.Status != 404 || answer.Text.Length > 0).ShouldBeTrue($"{answer.Status} {answer.Text}");
        else
            (answer.Status, answer.Text).ShouldBe((404, ""));
    }

    [Fact]
    [Row("1.4/limits 1.5/RATE_LIMIT 3.3/window 3.3/headers 3.3/429 3.3/probes")]
    public async Task Window_isCountedByThePeer()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin", RateLimit = 2 });
        foreach (var path in (string[])["/health", "/metrics"])
            (await server.Anonymous().GetAsync(path)).Ok().Headers["X-RateLimit-Remaining"].ShouldBe("2");

        var answers = new List<Answer>();
        for (var n = 0; n < 3; n++)
            answers.Add(await server.Anonymous().GetAsync("/workspaces", ("X-Forwarded-For", $"198.51.100.{n}"), ("Forwarded", $"for=198.51.100.{n}")));

        answers.Select(answer => (answer.Status, answer.Headers["X-RateLimit-Limit"], answer.Headers["X-RateLimit-Remaining"]))
            .ShouldBe([(401, "2", "1"), (401, "2", "0"), (429, "2", "0")]);
        answers.ShouldAllBe(answer => int.Parse(answer.Headers["X-RateLimit-Reset"]) >= 0 && int.Parse(answer.Headers["X-RateLimit-Reset"]) <= 60);
        answers[2].Headers["Retry-After"].ShouldBe(answers[2].Headers["X-RateLimit-Reset"]);
        answers[2].Text.ShouldBe($$"""{"error":"rate limit exceeded","retry_after":{{answers[2].Headers["Retry-After"]}}}""");
        int.Parse(answers[2].Headers["Retry-After"]).ShouldBeInRange(1, 60);
        foreach (var path in (string[])["/health", "/metrics"])
            (await server.Anonymous().GetAsync(path)).Ok().Headers["X-RateLimit-Remaining"].ShouldBe("0");
    }

    static Task<Answer> AskAsync(Server server, string method, string path, string? origin) => server.Anonymous()
        .SendAsync(method, path, null, origin is null ? [] : [("Origin", origin.Replace("{host}", server.Url.Authority))]);

    /// <summary>Three installations: as it comes, with origins of its own, and one tenant among many.</summary>
    public sealed class Doors : IAsyncLifetime
    {
        internal Server Usual { get; private set; } = null!;

        internal Server Listing { get; private set; } = null!;

        internal Server Tenant { get; private set; } = null!;

        internal string AgentToken { get; private set; } = "";

        /// <inheritdoc />
        public async ValueTask InitializeAsync()
        {
            Usual = await Server.StartAsync(new() { AdminToken = "admin", RateLimit = 1_000_000 });
            Listing = await Server.StartAsync(new() { AdminToken = "admin", RateLimit = 1_000_000, CorsOrigins = ["https://a.test", " https://b.test ", ""] });
            var nowhere = new Uri("http://127.0.0.1:1");
            Tenant = await Server.StartAsync(
                new() { OrgId = "acme", AdminToken = "admin", RateLimit = 1_000_000, CanvasProxyUrl = nowhere, ControlPlaneUrl = nowhere });
            var (admin, proof) = (Tenant.With("admin"), ("X-Molecule-Org-Id", "acme"));
            var id = (await admin.PostAsync("/workspaces", new { name = "n" }, proof)).Ok(201).String("id");
            AgentToken = (await admin.GetAsync($"/admin/workspaces/{id}/test-token", proof)).Ok().String("auth_token");
        }

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            foreach (var server in (Server[])[Usual, Listing, Tenant])
                await server.DisposeAsync();
        }
    }
}
