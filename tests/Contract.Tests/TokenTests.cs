using Molecule.Contract.Tests.Support;
using Molecule.Grains;
using Molecule.Provisioning;

namespace Molecule.Contract.Tests;

/// <summary>Section 2.11: tokens of workspaces and orgs.</summary>
public sealed class TokenTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("2.11/appear-4")]
    public async Task RelaxedStart_onlyRevokes_andTheNextRegisterIssues()
    {
        var backend = new Backend();
        await using var server = await Server.StartAsync(
            new() { AdminToken = "admin", DeployMode = "saas", RateLimit = 1_000_000 },
            services => services.AddSingleton<IProvisioner>(backend).AddSingleton(new GrainsOptions { TokenComesWithRegistration = true }));
        var admin = server.With("admin");
        var id = (await admin.PostAsync("/workspaces", new { name = "dev" })).Ok(201).String("id");
        await StartedAsync(1);
        var token = (await RegisterAsync(server.Anonymous())).Ok().String("auth_token");
        (await server.With(token).GetAsync($"/workspaces/{id}/tokens")).Ok();
        (await RegisterAsync(server.Anonymous())).ShouldFail(401, "missing workspace auth token");

        (await admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await StartedAsync(2);

        backend.Starts.ShouldAllBe(order => order.Token == null);
        (await server.With(token).GetAsync($"/workspaces/{id}/tokens")).ShouldFail(401, "invalid workspace auth token");
        (await RegisterAsync(server.Anonymous())).Ok().String("auth_token").ShouldNotBe(token);

        Task<Answer> RegisterAsync(Client client) =>
            client.PostAsync("/registry/register", new { id, url = "http://10.0.0.1:9", agent_card = new { } });

        async Task StartedAsync(int count)
        {
            await Eventually.TrueAsync(() => Task.FromResult(backend.Starts.Count == count));
            await Eventually.TrueAsync(async () => (await admin.GetAsync($"/workspaces/{id}")).String("url").Length > 0);
        }
    }

    [Fact]
    [Row("2.1/tokens 2.1/indistinguishable 2.11/list 2.11/create 2.11/revoke 2.11/rotation")]
    public async Task WorkspaceTokens_areMadeListedAndRevoked()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var made = (await own.PostAsync($"/workspaces/{id}/tokens")).Ok(201);
        made.String("workspace_id").ShouldBe(id);
        made.String("message").ShouldNotBeEmpty();
        var token = made.String("auth_token");
        token.Length.ShouldBe(43);
        (await shared.Server.With(token).GetAsync($"/workspaces/{id}/tokens")).Ok();

        var list = (await own.GetAsync($"/workspaces/{id}/tokens")).Ok().Json;
        list.GetProperty("count").GetInt32().ShouldBe(2);
        var newest = list.GetProperty("tokens")[0];
        newest.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "prefix", "created_at", "last_used_at"]);
        newest.GetProperty("prefix").GetString().ShouldBe(token[..8]);
        list.GetRawText().ShouldNotContain(token);
        (await own.GetAsync($"/workspaces/{id}/tokens?limit=1")).Ok().Json.GetProperty("count").GetInt32().ShouldBe(1);
        (await own.GetAsync($"/workspaces/{id}/tokens?limit=201&offset=-3")).Ok().Json.GetProperty("count").GetInt32().ShouldBe(2);
        (await own.GetAsync($"/workspaces/{id}/tokens?offset=1")).Ok().Json.GetProperty("count").GetInt32().ShouldBe(1);

        var (other, stranger) = await shared.CreateWithTokenAsync();
        var tokenId = newest.GetProperty("id").GetString();
        (await stranger.DeleteAsync($"/workspaces/{other}/tokens/{tokenId}")).ShouldFail(404, "token not found or already revoked");
        (await stranger.DeleteAsync($"/workspaces/{id}/tokens/{tokenId}")).ShouldFail(401, "invalid workspace auth token");
        (await own.DeleteAsync($"/workspaces/{id}/tokens/{tokenId}")).ShouldBe(200, """{"status":"revoked"}""");
        (await own.DeleteAsync($"/workspaces/{id}/tokens/{tokenId}")).ShouldFail(404, "token not found or already revoked");
        (await own.DeleteAsync($"/workspaces/{id}/tokens/nonsense")).ShouldFail(404, "token not found or already revoked");
        (await shared.Server.With(token).GetAsync($"/workspaces/{id}/tokens")).ShouldFail(401, "invalid workspace auth token");
        (await own.GetAsync($"/workspaces/{id}/tokens")).Ok();
    }

    [Fact]
    [Row("2.11/create")]
    public async Task WorkspaceTokens_areFiftyAtMost()
    {
        var id = await shared.CreateAsync();
        for (var i = 0; i < 50; i++)
            (await shared.Admin.PostAsync($"/workspaces/{id}/tokens")).Ok(201);
        (await shared.Admin.PostAsync($"/workspaces/{id}/tokens")).ShouldFail(429, "maximum 50 active tokens per workspace");
    }

    [Fact]
    [Row("2.11/test-token")]
    public async Task TestToken_isGivenHoweverManyThereAre()
    {
        var id = await shared.CreateAsync();
        for (var i = 0; i < 50; i++)
            (await shared.Admin.PostAsync($"/workspaces/{id}/tokens")).Ok(201);

        var token = (await shared.Admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");

        (await shared.Server.With(token).GetAsync($"/workspaces/{id}/tokens")).Ok();
        (await shared.Admin.PostAsync($"/workspaces/{id}/tokens")).ShouldFail(429, "maximum 50 active tokens per workspace");
    }

    [Fact]
    [Row("3.3/mint 2.3/5 2.11/org-list 2.11/org-mint 2.11/org-revoke")]
    public async Task OrgTokens_areMintedListedAndRevoked()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin", RateLimit = 1000 });
        var admin = server.With("admin");
        var minted = (await admin.PostAsync("/org/tokens", new { name = "ops" })).Ok();
        minted.Headers["X-RateLimit-Limit"].ShouldBe("10");
        minted.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["id", "prefix", "name", "auth_token", "warning"]);
        var token = minted.String("auth_token");
        var nameless = (await server.With(token).PostAsync("/org/tokens")).Ok();
        nameless.Json.TryGetProperty("name", out _).ShouldBeFalse();

        var list = (await server.With(token).GetAsync("/org/tokens")).Ok().Json;
        list.GetProperty("count").GetInt32().ShouldBe(2);
        var (newest, oldest) = (list.GetProperty("tokens")[0], list.GetProperty("tokens")[1]);
        oldest.GetProperty("name").GetString().ShouldBe("ops");
        oldest.GetProperty("created_by").GetString().ShouldBe("admin-token");
        newest.GetProperty("created_by").GetString().ShouldBe($"org-token:{token[..8]}");
        newest.TryGetProperty("org_id", out _).ShouldBeFalse();

        (await admin.PostAsync("/org/tokens", new { name = new string('x', 101) })).ShouldFail(400, "name too long (max 100 chars)");
        (await admin.PostAsync("/org/tokens", "[]")).ShouldFail(400, "invalid request body");
        (await admin.DeleteAsync($"/org/tokens/{Ids.Unknown}")).ShouldFail(404, "token not found or already revoked");
        (await admin.DeleteAsync($"/org/tokens/{minted.String("id")}")).ShouldBe(200, $$"""{"revoked":"{{minted.String("id")}}"}""");
        (await server.With(token).GetAsync("/org/tokens")).ShouldFail(401, "invalid admin auth token");

        Answer last;
        do
            last = await admin.PostAsync("/org/tokens");
        while (last.Status == 200);
        last.ShouldFail(429, "rate limit exceeded");
        int.Parse(last.Headers["Retry-After"]).ShouldBeGreaterThan(3000);
        last.Json.GetProperty("retry_after").GetInt32().ShouldBeGreaterThan(3000);
        server.Faults.All.ShouldBeEmpty();
    }

    // Its grain ends with each answer, and the next request is on its way to it meanwhile.
    [Fact]
    public async Task WorkspaceThatNeverWas_askedForByManyAtOnce_isAnsweredForEachTime()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin", RateLimit = int.MaxValue });
        var admin = server.With("admin");

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => admin.DeleteAsync($"/workspaces/{Ids.Unknown}/tokens/{Ids.Unknown}")));

        foreach (var answer in answers)
            answer.ShouldFail(404, "token not found or already revoked");
        server.Faults.All.ShouldBeEmpty();
    }

    [Fact]
    [Row("2.3/1")]
    public async Task OrgToken_closesTheDoor()
    {
        await using var server = await Server.StartAsync();
        var anyone = server.Anonymous();
        var id = (await anyone.PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");
        var token = (await anyone.PostAsync("/org/tokens")).Ok().String("auth_token");

        (await anyone.GetAsync("/workspaces")).ShouldFail(401, "admin auth required");
        var workspace = (await anyone.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
        (await server.With(workspace).GetAsync("/workspaces")).ShouldFail(401, "invalid admin auth token");
        (await server.With(workspace).PostAsync("/org/tokens")).ShouldFail(401, "invalid admin auth token");
        (await server.With(token).GetAsync($"/workspaces/{id}/tokens")).Ok();
    }

    [Theory]
    [Row("1.5/MOLECULE_ENV 1.5/MOLECULE_ENABLE_TEST_TOKENS 2.11/test-token")]
    [InlineData("", false, null, null, 200)]
    [InlineData("production", false, null, null, 404)]
    [InlineData("PROD", false, null, null, 404)]
    [InlineData("production", true, null, null, 200)]
    [InlineData("", false, "admin", null, 401)]
    [InlineData("", false, "admin", "admin", 200)]
    [InlineData("", false, "admin", "nonsense", 401)]
    public async Task TestToken_isForSuitesOnly(string environment, bool forced, string? adminToken, string? bearer, int status)
    {
        await using var server = await Server.StartAsync(new() { Environment = environment, ForceTestTokens = forced,
            AdminToken = adminToken });
        var id = (await server.With(adminToken).PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");
        var answer = await server.With(bearer).GetAsync($"/admin/workspaces/{id}/test-token");

        answer.Status.ShouldBe(status);
        switch (status)
        {
            case 200:
                (await server.With(answer.String("auth_token")).GetAsync($"/workspaces/{id}/tokens")).Ok();
                (await server.With(bearer).GetAsync($"/admin/workspaces/{Ids.Unknown}/test-token")).ShouldFail(404, "workspace not found");
                break;
            case 404:
                // As if there were nothing: not even the spelling of an id is looked at.
                foreach (var other in Ids.Malformed.Append(Ids.Unknown))
                    (await server.With(bearer).GetAsync($"/admin/workspaces/{other}/test-token")).ShouldBe(404, """{"error":"not found"}""");
                answer.ShouldBe(404, """{"error":"not found"}""");
                break;
            default:
                answer.Error.ShouldBe("admin auth required");
                break;
        }
    }

    [Theory]
    [Row("2.11/hidden")]
    [InlineData("production", false)]
    [InlineData("", true)]
    public async Task TestToken_thatIsOff_isNotDescribed(string environment, bool described)
    {
        await using var server = await Server.StartAsync(new() { Environment = environment });
        (await server.Anonymous().GetAsync("/openapi/v1.json")).Ok().Json.GetProperty("paths")
            .TryGetProperty("/admin/workspaces/{id}/test-token", out _).ShouldBe(described);
    }

    [Fact]
    [Row("2.11/test-token")]
    public async Task TestToken_ofARemovedWorkspace_isRefused()
    {
        var id = await shared.CreateAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await shared.Admin.GetAsync($"/admin/workspaces/{id}/test-token")).ShouldFail(404, "workspace not found");
    }
}
