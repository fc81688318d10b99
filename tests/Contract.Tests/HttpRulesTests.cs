using System.Net;
using System.Net.Sockets;
using System.Text;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;

namespace Molecule.Contract.Tests;

/// <summary>Chapters 1 and 3: what holds for every request.</summary>
public sealed class HttpRulesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    static readonly string[] SecurityHeaders =
        ["X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security", "Referrer-Policy", "Permissions-Policy", "Content-Security-Policy"];

    [Theory]
    [Row("1.1/unmatched")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/")]
    [InlineData("PUT", "/workspaces")]
    [InlineData("GET", "/registry/register")]
    [InlineData("DELETE", "/health")]
    [InlineData("OPTIONS", "/workspaces")]
    [InlineData("INVENTED", "/workspaces")]
    [InlineData("GET", "/HEALTH")]
    [InlineData("GET", "/Workspaces/")]
    [InlineData("POST", "/registry/Heartbeat")]
    public async Task NoRoute_isAPlain404(string method, string path)
    {
        var answer = await shared.Admin.SendAsync(method, path, null);
        answer.Status.ShouldBe(404);
        answer.Type!.ShouldStartWith("text/plain");
        answer.Headers.Keys.ShouldContain("X-Frame-Options");
    }

    [Fact]
    [Row("1.1/unmatched")]
    public async Task Route_inOtherLetters_isNone()
    {
        var routes = Routes.Of(shared.Server);
        routes.ShouldNotBeEmpty();
        foreach (var (method, pattern) in routes)
        {
            var path = string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? Ids.Unknown : part.ToUpperInvariant()));
            var answer = await shared.Admin.SendAsync(method, path, null);
            (answer.Status, answer.Text).ShouldBe((404, "404 page not found"), $"{method} {path}");
        }
    }

    [Theory]
    [Row("1.1/slash")]
    [InlineData("GET", "/health/", 301, "/health")]
    [InlineData("GET", "/workspaces/?a=b", 301, "/workspaces?a=b")]
    [InlineData("POST", "/registry/heartbeat/", 307, "/registry/heartbeat")]
    public async Task TrailingSlash_isRedirected(string method, string path, int status, string location)
    {
        var answer = await shared.Admin.SendAsync(method, path, null);
        answer.Status.ShouldBe(status);
        answer.Headers["Location"].ShouldBe(location);
        SecurityHeaders.ShouldAllBe(name => answer.Headers.ContainsKey(name));
    }

    [Fact]
    [Row("1.1/bodies")]
    public async Task Body_isReadWhateverItsType()
    {
        foreach (var type in new[] { "application/json", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream" })
        {
            var answer = await shared.Admin.SendAsync("POST", "/registry/check-access", """{"caller_id":"a","target_id":"a"}""",
                ("Content-Type", type));
            answer.ShouldBe(200, """{"allowed":true}""");
        }
    }

    [Fact]
    [Row("1.1/authorization 1.4/bearer")]
    public async Task Authorization_isReadAsTheContractSays()
    {
        async Task<int> StatusAsync(string headers) => int.Parse(
            (await SendRawAsync($"GET /workspaces HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n")).Split(' ')[1]);

        (await StatusAsync($"Authorization: Bearer {SharedServer.AdminToken}\r\nAuthorization: Bearer nonsense\r\n")).ShouldBe(200);
        (await StatusAsync($"Authorization: Bearer nonsense\r\nAuthorization: Bearer {SharedServer.AdminToken}\r\n")).ShouldBe(401);
        (await StatusAsync($"Authorization: bearer {SharedServer.AdminToken}\r\n")).ShouldBe(401);
        (await StatusAsync($"Authorization: Bearer   {SharedServer.AdminToken}  \r\n")).ShouldBe(200);
    }

    [Fact]
    [Row("1.3/malformed 4.2/get")]
    public async Task MalformedId_is400Everywhere()
    {
        foreach (var (method, pattern) in Routes.Of(shared.Server).Where(route => route.Pattern.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var id in Ids.Malformed)
            {
                var path = pattern.Replace("{id}", id).Replace("{tokenId}", Ids.Unknown);
                var answer = await shared.Admin.SendAsync(method, path, null, ("X-Workspace-ID", Ids.Unknown));
                $"{answer.Status} {answer.Text}".ShouldBe("400 {\"error\":\"invalid workspace ID\"}", $"{method} {path}");
            }
        }
    }

    [Fact]
    [Row("2.1/indistinguishable 2.2/1 2.2/4 2.3/4 2.3/6")]
    public async Task Gates_refuseOnEveryRouteTheyGuard()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var (other, _) = await shared.CreateWithTokenAsync();
        foreach (var (method, pattern, gate) in Routes.GatedOf(shared.Server))
        {
            var path = pattern.Replace("{id}", other).Replace("{tokenId}", Ids.Unknown);
            var (missing, invalid) = gate switch
            {
                "WA" => ("missing workspace auth token", "invalid workspace auth token"),
                "AA" => ("admin auth required", "invalid admin auth token"),
                _ => (null, null),
            };
            if (missing is null)
                continue;
            (await shared.Anonymous.SendAsync(method, path, "{}")).ShouldFail(401, missing);
            (await shared.Server.With("nonsense").SendAsync(method, path, "{}")).ShouldFail(401, invalid!);
            (await own.SendAsync(method, path, "{}")).ShouldFail(401, invalid!);
        }
    }

    [Fact]
    [Row("10.1/413")]
    public async Task TooLargeBody_is413()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var large = "{\"name\":\"" + new string('x', 1024 * 1024) + "\"}";
        (await shared.Admin.PostAsync("/workspaces", large)).ShouldFail(413, "request body too large");
        (await shared.Admin.PatchAsync($"/workspaces/{id}", large)).ShouldFail(413, "request body too large");
        (await own.PostAsync("/registry/register", large)).ShouldFail(413, "request body too large");
        (await own.PostAsync("/registry/heartbeat", large)).ShouldFail(413, "request body too large");
        (await own.PostAsync("/registry/update-card", large)).ShouldFail(413, "request body too large");
        (await own.PostAsync($"/workspaces/{id}/activity", "{" + new string(' ', 10 * 1024 * 1024))).ShouldFail(413, "request body too large");
        (await shared.Admin.PutAsync("/canvas/viewport", large)).ShouldFail(413, "request body too large");
    }

    [Theory]
    [Row("10.1/unreadable")]
    [InlineData("/workspaces/{id}/a2a")]
    [InlineData("/workspaces/{id}/activity")]
    [InlineData("/workspaces")]
    public async Task UnreadableBody_is400(string path)
    {
        var id = await shared.CreateAsync();
        var answer = await SendRawAsync(
            $"POST {path.Replace("{id}", id)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {SharedServer.AdminToken}\r\n" +
            "Transfer-Encoding: chunked\r\n\r\nno length\r\n");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldEndWith("""{"error":"failed to read request body"}""");
    }

    [Fact]
    [Row("3.1/order 3.3/headers 3.3/429 3.4/foreign 3.5/headers")]
    public async Task EveryAnswer_hasSecurityHeaders()
    {
        await using var server = await Server.StartAsync(new() { RateLimit = 6, AdminToken = "admin" });
        var anyone = server.Anonymous();
        var origin = ("Origin", "http://localhost:3000");

        var foreign = await anyone.GetAsync("/health", ("Origin", "https://evil.test"));
        (foreign.Status, foreign.Text).ShouldBe((403, ""));
        var preflight = await anyone.SendAsync("OPTIONS", "/workspaces", null, origin);
        (preflight.Status, preflight.Text).ShouldBe((204, ""));
        preflight.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:3000");
        var listed = await anyone.GetAsync("/health", origin);
        listed.Headers["Access-Control-Expose-Headers"].ShouldContain("Retry-After");
        listed.Headers["X-RateLimit-Remaining"].ShouldBe("6");
        var host = await anyone.GetAsync("/health", ("Host", "evil.test"));
        host.ShouldFail(403, "host not allowed");

        List<Answer> answers = [foreign, preflight, listed, host];
        Answer limited;
        do
            answers.Add(limited = await anyone.GetAsync("/workspaces"));
        while (limited.Status != 429 && answers.Count < 100);
        limited.ShouldFail(429, "rate limit exceeded");
        limited.Json.GetProperty("retry_after").GetInt32().ToString().ShouldBe(limited.Headers["Retry-After"]);
        limited.Headers["X-RateLimit-Remaining"].ShouldBe("0");
        (await anyone.GetAsync("/health")).Ok();

        foreach (var answer in answers)
            SecurityHeaders.ShouldAllBe(name => answer.Headers.ContainsKey(name), $"{answer.Status} {answer.Text}");
        server.Faults.All.ShouldBeEmpty();
    }

    [Fact]
    [Row("1.5/MOLECULE_ORG_ID 3.2/404 3.2/agents")]
    public async Task Tenant_isHiddenFromOthers()
    {
        await using var server = await Server.StartAsync(new() { OrgId = "acme", AdminToken = "admin" });
        var admin = server.With("admin");
        var hidden = await admin.GetAsync("/workspaces");
        (hidden.Status, hidden.Text).ShouldBe((404, ""));
        SecurityHeaders.ShouldAllBe(name => hidden.Headers.ContainsKey(name));
        (await admin.GetAsync("/workspaces", ("X-Molecule-Org-Id", "umbrella"))).Status.ShouldBe(404);
        (await admin.GetAsync("/workspaces", ("X-Molecule-Org-Id", "acme"))).Ok();
        (await server.Anonymous().GetAsync("/health")).Ok();

        var id = (await admin.PostAsync("/workspaces", new { name = "n" }, ("X-Molecule-Org-Id", "acme"))).Ok(201).String("id");
        var token = (await admin.GetAsync($"/admin/workspaces/{id}/test-token", ("X-Molecule-Org-Id", "acme"))).Ok().String("auth_token");
        (await server.With(token).GetAsync($"/registry/{id}/peers")).Ok();
    }

    [Fact]
    [Row("1.4/ignored")]
    public async Task Headers_thatMeanNothing_changeNothing()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        foreach (var header in (string[])["X-Molecule-Org-Slug", "X-Source-Workspace-Id"])
        {
            (await own.GetAsync($"/workspaces/{id}/state", (header, Ids.Unknown))).Ok();
            (await shared.Anonymous.GetAsync($"/workspaces/{id}/state", (header, id))).ShouldFail(401, "missing workspace auth token");
        }
    }

    [Fact]
    [Row("2.10/effects 3.3/dev")]
    public async Task DevMode_isNotLimited()
    {
        await using var server = await Server.StartAsync(new() { Environment = "dev", RateLimit = 1 });
        for (var i = 0; i < 3; i++)
        {
            var answer = (await server.Anonymous().GetAsync("/workspaces")).Ok();
            answer.Headers["X-RateLimit-Limit"].ShouldBe("unlimited");
            answer.Headers.Keys.ShouldNotContain("X-RateLimit-Remaining");
        }
    }

    [Fact]
    [Row("3.6/health 3.6/metrics 3.6/liveness")]
    public async Task Operations_answer()
    {
        (await shared.Anonymous.GetAsync("/health")).ShouldBe(200, """{"status":"ok"}""");
        (await shared.Anonymous.GetAsync($"/workspaces/{Ids.Unknown}")).Status.ShouldBe(404);

        var metrics = (await shared.Anonymous.GetAsync("/metrics")).Ok();
        metrics.Type.ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        metrics.Text.ShouldContain("molecule_http_requests_total{method=\"GET\",path=\"/health\",status=\"200\"} ");
        metrics.Text.ShouldContain("molecule_http_requests_total{method=\"GET\",path=\"/workspaces/:id\",status=\"404\"} ");
        metrics.Text.ShouldContain("molecule_http_request_duration_seconds_total{method=\"GET\",path=\"/health\",status=\"200\"} ");
        metrics.Text.ShouldContain("molecule_websocket_connections_active 0\n");

        await Eventually.TrueAsync(async () =>
        {
            var loops = (await shared.Admin.GetAsync("/admin/liveness")).Ok().Json.GetProperty("subsystems").EnumerateObject().ToList();
            return loops.Count > 0 && loops.TrueForAll(loop => loop.Value.GetProperty("seconds_ago").GetInt64() >= 0);
        });
        (await shared.Anonymous.GetAsync("/admin/liveness")).ShouldFail(401, "admin auth required");
    }

    [Fact]
    [Row("1.2/datastore 1.2/fault")]
    public async Task StoreThatIsGone_is503WithItsCode()
    {
        await using var server = await Server.StartAsync(
            new GatewayOptions { AdminToken = "admin" },
            services => services.AddSingleton<Storage.Events.IEventLog>(new BrokenEventLog()));
        var down = await server.With("admin").GetAsync("/events");
        down.ShouldBe(503, """{"error":"platform datastore unavailable — retry shortly","code":"platform_unavailable"}""");
        (await server.With("admin").GetAsync($"/events/{Ids.Unknown}")).ShouldFail(500, "query failed");
    }

    // What no client library would send: the answer as it stands on the wire.
    async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Server.Url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Is down for the org's events, and broken for a workspace's.</summary>
    sealed class BrokenEventLog : Storage.Events.IEventLog
    {
        public Task<IReadOnlyList<Grains.Events.OrgEvent>> AppendAsync(string org, IReadOnlyList<Grains.Events.EventDraft> drafts) =>
            throw Down();

        public Task<IReadOnlyList<Grains.Events.OrgEvent>> ReadAfterAsync(string org, long sequence, int limit,
            CancellationToken cancellationToken) => throw Down();

        public Task<IReadOnlyList<Grains.Events.OrgEvent>> ReadLatestAsync(string org, string? workspaceId, int limit,
            CancellationToken cancellationToken) =>
            throw (workspaceId is null ? Down() : new InvalidOperationException("password=hunter2"));

        public Task<long> GetLastSequenceAsync(string org, CancellationToken cancellationToken) => throw Down();

        static Exception Down() => new Storage.StorageUnavailableException();
    }
}
