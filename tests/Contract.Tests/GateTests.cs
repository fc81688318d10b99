using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 2: each step of each gate, asked over HTTP of a server that is set up for it.</summary>
public sealed class GateTests(GatedServers servers) : IClassFixture<GatedServers>
{
    const string Pass = "pass";
    const string AdminMissing = "401 admin auth required";
    const string AdminInvalid = "401 invalid admin auth token";
    const string Missing = "401 missing workspace auth token";
    const string Invalid = "401 invalid workspace auth token";
    const string Own = "403 workspace cannot decide its own approval";
    const string Decided = "404 approval not found or already decided";
    const string CallerMissing = "401 missing caller auth token";
    const string CallerInvalid = "401 invalid caller auth token";

    [Theory]
    [Row("2.2/1 2.2/2 2.2/3 2.2/4 2.2/session 2.8/host 2.9/configured 2.10/when 2.10/effects 1.4/cookie 1.5/MOLECULE_ORG_SLUG 1.5/MOLECULE_ENV")]
    // 1: a bearer decides, and a bad one never falls through.
    [InlineData("admin", "mine", "mine", null, Pass)]
    [InlineData("admin", "mine", "admin", null, Pass)]
    [InlineData("admin", "mine", "org", null, Pass)]
    [InlineData("admin", "mine", "other", null, Invalid)]
    [InlineData("admin", "mine", "nonsense", null, Invalid)]
    [InlineData("admin", "gone", "gone", null, Invalid)]
    [InlineData("pages in dev", "mine", "nonsense", "Referer: http://{host}/", Invalid)]
    // 2: a page of this server, where nothing knows sessions.
    [InlineData("pages", "mine", null, "Referer: http://{host}", Pass)]
    [InlineData("pages", "mine", null, "Referer: https://{host}/canvas", Pass)]
    [InlineData("pages", "mine", null, "Origin: http://{host}", Pass)]
    [InlineData("pages", "mine", null, "Referer: https://{host}.evil.com/", Missing)]
    [InlineData("pages", "mine", null, "Referer: ftp://{host}/", Missing)]
    [InlineData("admin", "mine", null, "Referer: http://{host}/", Missing)]
    [InlineData("sessions", "mine", null, "Referer: http://{host}/", Missing)]
    // 3: dev mode.
    [InlineData("dev", "mine", null, null, Pass)]
    [InlineData(" DEV ", "mine", null, null, Pass)]
    [InlineData("dev with admin", "mine", null, null, Missing)]
    [InlineData("open", "mine", null, null, Missing)]
    [InlineData("test", "mine", null, null, Missing)]
    [InlineData("staging", "mine", null, null, Missing)]
    [InlineData("local", "mine", null, null, Missing)]
    // 4: no grace.
    [InlineData("admin", "tokenless", null, null, Missing)]
    [InlineData("admin", "unknown", null, null, Missing)]
    // A session.
    [InlineData("sessions", "mine", null, "Cookie: member=1", Pass)]
    [InlineData("sessions", "mine", null, "Cookie: stranger=1", Missing)]
    [InlineData("slug alone", "mine", null, "Cookie: member=1", Missing)]
    [InlineData("upstream alone", "mine", null, "Cookie: member=1", Missing)]
    public Task WA(string setup, string subject, string? bearer, string? header, string verdict) =>
        JudgeAsync(setup, bearer, header, verdict, "GET", $"/workspaces/{{{subject}}}/tokens");

    [Theory]
    [Row("2.3/1 2.3/2 2.3/3 2.3/4 2.3/5 2.3/6 2.3/7 2.3/origin 2.9/question 2.10/when 1.5/ADMIN_TOKEN")]
    // 1: bootstrap; org tokens count.
    [InlineData("fresh", null, null, Pass)]
    [InlineData("fresh", "nonsense", null, Pass)]
    [InlineData("open", null, null, AdminMissing)]
    [InlineData("org", null, null, AdminMissing)]
    // 2: dev mode, whatever the bearer.
    [InlineData("dev", null, null, Pass)]
    [InlineData("dev", "nonsense", null, Pass)]
    [InlineData("dev with admin", null, null, AdminMissing)]
    [InlineData("staging", null, null, AdminMissing)]
    // 3: a cookie that the control plane knows; another is ignored.
    [InlineData("sessions", null, "Cookie: member=1", Pass)]
    [InlineData("sessions", "nonsense", "Cookie: member=1", Pass)]
    [InlineData("sessions", "admin", "Cookie: stranger=1", Pass)]
    [InlineData("sessions", null, "Cookie: stranger=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: no-user=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: no-id=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: no-member=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: page=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: created=1", AdminMissing)]
    [InlineData("sessions", null, "Cookie: fault=1", AdminMissing)]
    [InlineData("slug alone", null, "Cookie: member=1", AdminMissing)]
    [InlineData("upstream alone", null, "Cookie: member=1", AdminMissing)]
    // 4 and 5.
    [InlineData("admin", null, null, AdminMissing)]
    [InlineData("admin", "org", null, Pass)]
    [InlineData("org", "org", null, Pass)]
    // 6: with an admin token nothing else.
    [InlineData("admin", "admin", null, Pass)]
    [InlineData("admin", "mine", null, AdminInvalid)]
    [InlineData("admin", "nonsense", null, AdminInvalid)]
    // 7: without one any workspace's, but not beside an org token and not in production.
    [InlineData("open", "mine", null, Pass)]
    [InlineData("open", "gone", null, AdminInvalid)]
    [InlineData("open", "revoked", null, AdminInvalid)]
    [InlineData("open", "nonsense", null, AdminInvalid)]
    [InlineData("org", "mine", null, AdminInvalid)]
    [InlineData("production", "mine", null, AdminInvalid)]
    [InlineData("PROD", "mine", null, AdminInvalid)]
    // A page of this server is nobody here.
    [InlineData("pages", null, "Referer: http://{host}/", AdminMissing)]
    [InlineData("pages", null, "Origin: http://{host}", AdminMissing)]
    public Task AA(string setup, string? bearer, string? header, string verdict) => JudgeAsync(setup, bearer, header, verdict, "GET", "/workspaces");

    [Theory]
    [Row("2.3/7 2.11/org-mint")]
    [InlineData("open", "mine", AdminInvalid)]
    [InlineData("admin", "mine", AdminInvalid)]
    [InlineData("open", null, AdminMissing)]
    public Task AA_ofMinting(string setup, string? bearer, string verdict) => JudgeAsync(setup, bearer, null, verdict, "POST", "/org/tokens");

    [Theory]
    [Row("2.4/1")]
    [InlineData("fresh", null, null, Pass)]
    [InlineData("fresh", "nonsense", null, Pass)]
    [InlineData("admin", "admin", null, Pass)]
    [InlineData("admin", "mine", null, Pass)]
    [InlineData("admin", "org", null, Pass)]
    [InlineData("admin", "gone", null, AdminInvalid)]
    [InlineData("admin", "nonsense", "Origin: http://localhost:3000", AdminInvalid)]
    [InlineData("admin", null, "Origin: http://localhost:3000", Pass)]
    [InlineData("admin", null, "Origin: http://localhost:3001", Pass)]
    [InlineData("origins", null, "Origin: https://ui.test", Pass)]
    [InlineData("pages", null, "Referer: http://{host}/", Pass)]
    [InlineData("admin", null, "Referer: http://{host}/", AdminMissing)]
    [InlineData("admin", null, null, AdminMissing)]
    public Task CB(string setup, string? bearer, string? header, string verdict) =>
        JudgeAsync(setup, bearer, header, verdict, "PUT", "/canvas/viewport", """{"zoom":1}""");

    [Theory]
    [Row("2.5/tokens 2.5/none 2.5/strict 7.2/unknown")]
    [InlineData("admin", "mine", "mine", Pass)]
    [InlineData("admin", "mine", null, Missing)]
    [InlineData("admin", "mine", "other", Invalid)]
    [InlineData("admin", "mine", "admin", Invalid)]
    [InlineData("admin", "mine", "org", Invalid)]
    [InlineData("dev", "mine", null, Missing)]
    [InlineData("admin", "tokenless", null, Pass)]
    [InlineData("admin", "tokenless", "other", Pass)]
    [InlineData("admin", "unknown", null, "404 workspace not found")]
    [InlineData("admin", "gone", null, "410 workspace removed")]
    [InlineData("admin", "gone", "gone", "410 workspace removed")]
    public Task RG(string setup, string subject, string? bearer, string verdict) =>
        JudgeAsync(setup, bearer, null, verdict, "POST", "/registry/heartbeat", """{"workspace_id":"SUBJECT"}""".Replace("SUBJECT", $"{{{subject}}}"));

    [Theory]
    [Row("2.5/tokens 2.5/card")]
    [InlineData("mine", "mine", Pass)]
    [InlineData("mine", "admin", Pass)]
    [InlineData("mine", "org", Pass)]
    [InlineData("mine", null, Missing)]
    [InlineData("mine", "other", Invalid)]
    public Task RG_ofTheCard(string subject, string? bearer, string verdict) =>
        JudgeAsync("admin", bearer, null, verdict, "POST", "/registry/update-card", """{"workspace_id":"SUBJECT","agent_card":{}}""".Replace("SUBJECT", $"{{{subject}}}"));

    [Theory]
    [Row("2.6/1 2.6/2 2.6/3 2.10/effects")]
    [InlineData("admin", "mine", "mine", null, Pass)]
    [InlineData("admin", "mine", null, null, Missing)]
    [InlineData("admin", "mine", "other", null, Invalid)]
    [InlineData("admin", "mine", "admin", null, Pass)]
    [InlineData("admin", "mine", "org", null, Pass)]
    [InlineData("admin", "tokenless", null, null, Pass)]
    [InlineData("admin", "gone", null, null, Missing)]
    [InlineData("admin", "gone", "gone", null, Invalid)]
    [InlineData("admin", "unknown", null, null, Missing)]
    [InlineData("dev", "mine", null, null, Pass)]
    [InlineData("sessions", "mine", null, "Cookie: member=1", Pass)]
    [InlineData("sessions", "mine", "mine", "Cookie: stranger=1", Pass)]
    [InlineData("sessions", "mine", null, "Cookie: stranger=1", Missing)]
    public async Task DG(string setup, string subject, string? bearer, string? header, string verdict)
    {
        await JudgeAsync(setup, bearer, header, verdict, "GET", $"/registry/{{{subject}}}/peers");

        // The same for discovery, where the subject is in a header. It passes when it is told that the other one cannot be reached.
        var server = await servers.GetAsync(setup);
        var asked = await server.With(bearer).GetAsync($"/registry/discover/{server.IdOf("other")}", [.. Headers(server, header), ("X-Workspace-ID", server.IdOf(subject))]);
        $"{asked.Status} {asked.Error}".ShouldBe(verdict == Pass ? "503 workspace not available" : verdict);
    }

    [Theory]
    [Row("2.7/1 2.7/2 2.7/fix 2.10/effects 1.4/workspace-id")]
    // 1: names that only calls inside the server have.
    [InlineData("admin", "webhook:github", null, null, "403 invalid caller ID")]
    [InlineData("admin", "system:restart-context", "admin", null, "403 invalid caller ID")]
    [InlineData("admin", "test:x", null, null, "403 invalid caller ID")]
    [InlineData("admin", "channel:x", "other", null, "403 invalid caller ID")]
    // 2: another workspace's name needs its token, not the target's.
    [InlineData("admin", "other", "other", null, Pass)]
    [InlineData("admin", "other", null, null, CallerMissing)]
    [InlineData("admin", "other", "mine", null, CallerInvalid)]
    [InlineData("admin", "other", "nonsense", null, CallerInvalid)]
    [InlineData("dev", "other", null, null, CallerMissing)]
    // FIX a: its own name too.
    [InlineData("admin", "mine", "mine", null, Pass)]
    [InlineData("admin", "mine", null, null, CallerMissing)]
    [InlineData("admin", "mine", "other", null, CallerInvalid)]
    // FIX b: without tokens only who never had one.
    [InlineData("admin", "tokenless", null, null, Pass)]
    [InlineData("admin", "revoked", null, null, CallerMissing)]
    [InlineData("admin", "gone", null, null, CallerMissing)]
    [InlineData("admin", "unknown", null, null, CallerMissing)]
    // FIX c: a token says who calls.
    [InlineData("admin", null, "other", null, Pass)]
    [InlineData("admin", null, "nonsense", null, CallerInvalid)]
    // FIX d: nobody is the canvas only where there is nothing to prove.
    [InlineData("admin", null, null, null, CallerMissing)]
    [InlineData("open", null, null, null, CallerMissing)]
    [InlineData("fresh", null, null, null, Pass)]
    [InlineData("dev", null, null, null, Pass)]
    [InlineData("pages", null, null, "Referer: http://{host}/", Pass)]
    [InlineData("sessions", null, null, "Referer: http://{host}/", CallerMissing)]
    [InlineData("sessions", null, null, "Cookie: member=1", Pass)]
    // FIX e: whoever administers is the canvas.
    [InlineData("admin", null, "admin", null, Pass)]
    [InlineData("admin", null, "org", null, Pass)]
    public async Task CG(string setup, string? claim, string? bearer, string? header, string verdict)
    {
        var server = await servers.GetAsync(setup);
        (string, string)[] headers = [.. Headers(server, header), .. claim is null ? [] : new[] { ("X-Workspace-ID", server.IdOf(claim)) }];
        var asked = await server.With(bearer).PostAsync($"/workspaces/{server.IdOf("mine")}/a2a", new { method = "message/send" }, headers);
        $"{asked.Status} {asked.Error}".ShouldBe(verdict == Pass ? "503 workspace has no URL" : verdict);
    }

    [Fact]
    [Row("2.9/question 2.9/cache")]
    public async Task Session_isAskedForOnceInAWhile()
    {
        var server = await servers.GetAsync("sessions");
        var cookie = $"asked={Guid.NewGuid()}";
        for (var n = 0; n < 3; n++)
            (await server.With(null).GetAsync("/workspaces", ("Cookie", cookie))).Status.ShouldBe(401);
        servers.ControlPlane.Requests.Count(request => request.Headers.GetValueOrDefault("Cookie") == cookie).ShouldBeLessThan(3);
        var request = servers.ControlPlane.Requests.First(request => request.Headers.GetValueOrDefault("Cookie") == cookie);
        (request.Method, request.Target).ShouldBe(("GET", "/cp/auth/tenant-member?slug=acme"));
        request.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [Row("d10/decide")]
    [InlineData("admin", "admin", null, Decided)]
    [InlineData("admin", "org", null, Decided)]
    [InlineData("admin", "other", null, Invalid)]
    [InlineData("admin", "nonsense", null, Invalid)]
    [InlineData("admin", "mine", null, Own)]
    [InlineData("admin", null, null, Missing)]
    [InlineData("sessions", null, "Cookie: member=1", Decided)]
    [InlineData("sessions", null, "Cookie: stranger=1", Missing)]
    [InlineData("dev", null, null, Decided)]
    [InlineData("dev", "mine", null, Own)]
    // A page's origin is a header that the workspace can write too.
    [InlineData("pages", null, "Origin: http://{host}", Missing)]
    [InlineData("pages", null, "Referer: http://{host}/", Missing)]
    [InlineData("pages", "mine", "Origin: http://{host}", Own)]
    [InlineData("pages in dev", null, "Origin: http://{host}", Decided)]
    public Task Approver(string setup, string? bearer, string? header, string verdict) =>
        JudgeAsync(setup, bearer, header, verdict, "POST", $"/workspaces/{{mine}}/approvals/{Ids.Unknown}/decide", """{"decision":"approved"}""");

    async Task JudgeAsync(string setup, string? bearer, string? header, string verdict, string method, string path, string? body = null)
    {
        var server = await servers.GetAsync(setup);
        var answer = await server.With(bearer).SendAsync(method, Fill(server, path), body is null ? null : Fill(server, body), Headers(server, header));
        if (verdict == Pass)
            answer.Ok();
        else
            answer.ShouldFail(int.Parse(verdict[..3]), verdict[4..]);
    }

    static string Fill(GatedServer server, string text) =>
        ((string[])["mine", "other", "tokenless", "revoked", "gone", "unknown"]).Aggregate(text, (filled, name) => filled.Replace($"{{{name}}}", server.IdOf(name)));

    static (string, string)[] Headers(GatedServer server, string? header) => header?.Split(": ") is [var name, var value]
        ? [(name, value.Replace("{host}", server.Server.Url.Authority))]
        : [];
}
