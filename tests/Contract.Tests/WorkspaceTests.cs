using System.Text.Json;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 4: create, list, read, change, delete.</summary>
public sealed class WorkspaceTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    [Row("4.3/container")]
    public async Task Create_answersWithItsIdAndNamespace()
    {
        var created = (await shared.Admin.PostAsync("/workspaces", new { name = "n" })).Ok(201);
        var id = created.String("id");
        created.Text.ShouldBe($$"""{"id":"{{id}}","status":"provisioning","awareness_namespace":"workspace:{{id}}","workspace_access":"none"}""");
        Guid.Parse(id).Version.ShouldBe(4);
        id.ShouldBe(id.ToLowerInvariant());
    }

    [Fact]
    [Row("4.3/external-url 4.3/runtime")]
    public async Task Create_externalWithUrl_isOnline()
    {
        var created = (await shared.Admin.PostAsync("/workspaces", new { name = "n", external = true, url = "http://localhost:9" }))
            .Ok(201);
        created.Text.ShouldBe($$"""{"id":"{{created.String("id")}}","external":true,"status":"online"}""");
        (await shared.Anonymous.GetAsync($"/workspaces/{created.String("id")}")).String("runtime").ShouldBe("external");
    }

    [Fact]
    [Row("2.11/appear-2 4.3/external")]
    public async Task Create_externalWithoutUrl_saysHowToJoin()
    {
        var created = (await shared.Admin.PostAsync("/workspaces", new { name = "n", runtime = "external" })).Ok(201);
        created.String("status").ShouldBe("awaiting_agent");
        var connection = created.Json.GetProperty("connection");
        var url = connection.GetProperty("platform_url").GetString()!;
        url.ShouldBe(shared.Server.Url.ToString().TrimEnd('/'));
        connection.GetProperty("registry_endpoint").GetString().ShouldBe(url + "/registry/register");
        connection.GetProperty("heartbeat_endpoint").GetString().ShouldBe(url + "/registry/heartbeat");
        connection.GetProperty("workspace_id").GetString().ShouldBe(created.String("id"));

        var agent = shared.Server.With(connection.GetProperty("auth_token").GetString());
        var registered = await agent.PostAsync("/registry/register",
            new { id = created.String("id"), url = "http://localhost:9", agent_card = new { } });
        registered.ShouldBe(200, """{"status":"registered"}""");
        (await shared.Anonymous.GetAsync($"/workspaces/{created.String("id")}")).String("status").ShouldBe("online");
    }

    [Theory]
    [Row("4.3/platform_url 1.5/EXTERNAL_PLATFORM_URL")]
    [InlineData(null, false, "http://{host}")]
    [InlineData(null, true, "https://outside.test")]
    [InlineData("https://public.test/", false, "https://public.test")]
    [InlineData("https://public.test/", true, "https://public.test")]
    public async Task Create_tellsAnAgentWhereThePlatformIs(string? configured, bool isProxyTrusted, string expected)
    {
        await using var server = await Server.StartAsync(new()
        {
            AdminToken = "admin", ExternalPlatformUrl = configured, AllowedHosts = ["*"], TrustedProxies = isProxyTrusted ? [System.Net.IPAddress.Loopback] : [],
        });
        var created = (await server.With("admin").PostAsync(
            "/workspaces", new { name = "n", external = true }, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "outside.test"))).Ok(201);
        created.Json.GetProperty("connection").GetProperty("platform_url").GetString().ShouldBe(expected.Replace("{host}", server.Url.Authority));
    }

    [Theory]
    [Row("4.3/field-workspace_access")]
    [InlineData(null, null, "none")]
    [InlineData("/home/me", null, "read_write")]
    [InlineData("/home/me", "", "read_write")]
    [InlineData("/home/me", "none", "none")]
    [InlineData("/home/me", "read_only", "read_only")]
    public async Task Create_saysWhichAccessItGives(string? directory, string? access, string expected) =>
        (await shared.Admin.PostAsync("/workspaces", new { name = "n", workspace_dir = directory, workspace_access = access }))
            .Ok(201).String("workspace_access").ShouldBe(expected);

    [Theory]
    [Row("4.3/errors 10.5/register")]
    [InlineData("", "invalid workspace payload")]
    [InlineData("{", "invalid workspace payload")]
    [InlineData("[]", "invalid workspace payload")]
    [InlineData("{}", "invalid workspace payload")]
    [InlineData("""{"name":""}""", "invalid workspace payload")]
    [InlineData("""{"name":5}""", "invalid workspace payload")]
    [InlineData("""{"name":"n","tier":"3"}""", "invalid workspace payload")]
    [InlineData("""{"name":"n","tier":2.5}""", "invalid workspace payload")]
    [InlineData("""{"name":"n","name":"m"}""", "invalid workspace payload")]
    [InlineData("""{"name":"\ud800"}""", "invalid workspace payload")]
    [InlineData("""{"name":"n","canvas":{"x":NaN}}""", "invalid workspace payload")]
    [InlineData("""{"name":"n","canvas":{"x":1e999}}""", "invalid workspace fields")]
    [InlineData("""{"name":"a\nb"}""", "invalid workspace fields")]
    [InlineData("""{"name":"a{b"}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","tier":5}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","tier":-1}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","budget_limit":-1}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","parent_id":"x"}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","parent_id":"99999999-9999-4999-8999-999999999999"}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","external":true,"url":"http://10.0.0.1"}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","external":true,"url":"ftp://example.com"}""", "invalid workspace fields")]
    [InlineData("""{"name":"n","template":"../x"}""", "invalid template")]
    [InlineData("""{"name":"n","template":"/x","runtime":"r","model":"m"}""", "invalid template")]
    [InlineData("""{"name":"n","workspace_dir":"/etc"}""", "invalid workspace directory")]
    [InlineData("""{"name":"n","workspace_dir":"rel"}""", "invalid workspace directory")]
    [InlineData("""{"name":"n","workspace_access":"full"}""", "invalid workspace access")]
    [InlineData("""{"name":"n","workspace_access":"read_only"}""", "invalid workspace access")]
    public async Task Create_refusesWhatIsWrong_andWritesNothing(string body, string error)
    {
        var before = (await shared.Admin.GetAsync("/workspaces")).Json.GetArrayLength();
        (await shared.Admin.PostAsync("/workspaces", body)).ShouldFail(400, error);
        (await shared.Admin.GetAsync("/workspaces")).Json.GetArrayLength().ShouldBe(before);
    }

    [Fact]
    [Row("4.3/secrets")]
    public async Task Create_withSecrets_isRefusedHonestly() =>
        (await shared.Admin.PostAsync("/workspaces", new { name = "n", secrets = new { API_KEY = "x" } }))
            .ShouldFail(500, "failed to encrypt secret: API_KEY");

    [Fact]
    [Row("4.3/memories")]
    public async Task Create_withMemories_isCreated() => await shared.CreateAsync(
        new { name = "n", initial_memories = new[] { new { content = "c", scope = "team" }, new { content = "c", scope = "nowhere" } } });

    [Fact]
    [Row("4.3/errors")]
    public async Task Create_underARemovedParent_isRefused()
    {
        var parent = await shared.CreateAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{parent}")).Ok();
        (await shared.Admin.PostAsync("/workspaces", new { name = "n", parent_id = parent })).ShouldFail(400, "invalid workspace fields");
    }

    [Fact]
    [Row("4.2/list 4.2/get")]
    public async Task List_isOldestFirstWithoutTheRemoved()
    {
        var (a, b, c) = (await shared.CreateAsync(), await shared.CreateAsync(), await shared.CreateAsync());
        (await shared.Admin.DeleteAsync($"/workspaces/{b}")).Ok();

        var ids = (await shared.Admin.GetAsync("/workspaces")).Ok().Json.EnumerateArray()
            .Select(w => w.GetProperty("id").GetString()).ToList();
        ids.Where(id => id == a || id == b || id == c).ShouldBe([a, c]);
        (await shared.Anonymous.GetAsync($"/workspaces/{b}")).Ok().String("status").ShouldBe("removed");
        (await shared.Anonymous.GetAsync($"/workspaces/{Ids.Unknown}")).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("4.4/members")]
    public async Task Update_changesWhatIsGiven()
    {
        var parent = await shared.CreateAsync();
        var id = await shared.CreateAsync(new { name = "old", role = "r" });

        (await shared.Admin.PatchAsync($"/workspaces/{id}", "{}")).ShouldBe(200, """{"status":"updated"}""");
        (await shared.Admin.PatchAsync($"/workspaces/{id}", new { name = "new", tier = 4, parent_id = parent, runtime = "crewai",
            collapsed = true, x = 7, y = 8, status = "online", budget_limit = 1 }))
            .ShouldBe(200, """{"status":"updated"}""");
        (await shared.Admin.PatchAsync($"/workspaces/{id}", new { workspace_dir = "/home/y" }))
            .ShouldBe(200, """{"status":"updated","needs_restart":true}""");

        var seen = (await shared.Admin.GetAsync($"/workspaces/{id}")).Json;
        seen.GetProperty("name").GetString().ShouldBe("new");
        seen.GetProperty("role").GetString().ShouldBe("r");
        seen.GetProperty("tier").GetInt32().ShouldBe(4);
        seen.GetProperty("parent_id").GetString().ShouldBe(parent);
        seen.GetProperty("runtime").GetString().ShouldBe("crewai");
        seen.GetProperty("collapsed").GetBoolean().ShouldBeTrue();
        seen.GetProperty("x").GetDouble().ShouldBe(7);
        seen.GetProperty("workspace_dir").GetString().ShouldBe("/home/y");
        seen.GetProperty("status").GetString().ShouldNotBe("online");
        seen.GetProperty("budget_limit").ValueKind.ShouldBe(JsonValueKind.Null);

        (await shared.Admin.PatchAsync($"/workspaces/{id}", """{"role":"","parent_id":null,"workspace_dir":null,"x":1}""")).Ok();
        seen = (await shared.Admin.GetAsync($"/workspaces/{id}")).Json;
        seen.GetProperty("role").ValueKind.ShouldBe(JsonValueKind.Null);
        seen.GetProperty("parent_id").ValueKind.ShouldBe(JsonValueKind.Null);
        seen.GetProperty("workspace_dir").ValueKind.ShouldBe(JsonValueKind.Null);
        seen.GetProperty("x").GetDouble().ShouldBe(7);
    }

    [Fact]
    [Row("4.4/members")]
    public async Task Update_ofThePositionAlone_leavesTheRest()
    {
        var parent = await shared.CreateAsync();
        var id = await shared.CreateAsync(
            new { name = "n", role = "r", tier = 2, parent_id = parent, workspace_dir = "/home/x", canvas = new { x = 1, y = 2 } });
        var before = (await shared.Admin.GetAsync($"/workspaces/{id}")).Ok();
        before.Text.ShouldContain("\"x\":1,\"y\":2");

        (await shared.Admin.PatchAsync($"/workspaces/{id}", new { x = 30.5, y = -4 })).ShouldBe(200, """{"status":"updated"}""");

        (await shared.Admin.GetAsync($"/workspaces/{id}")).Ok().Text.ShouldBe(before.Text.Replace("\"x\":1,\"y\":2", "\"x\":30.5,\"y\":-4"));
        before.String("role").ShouldBe("r");
        before.String("parent_id").ShouldBe(parent);
    }

    [Theory]
    [Row("4.4/errors")]
    [InlineData("", "invalid request body")]
    [InlineData("[]", "invalid request body")]
    [InlineData("""{"name":1}""", "invalid request body")]
    [InlineData("""{"x":"1","y":2}""", "invalid request body")]
    [InlineData("""{"tier":9}""", "invalid request body")]
    [InlineData("""{"x":1e999,"y":0}""", "invalid request body")]
    [InlineData("""{"name":"a\nb"}""", "name must not contain newline characters")]
    [InlineData("""{"role":"a[b"}""", "role contains invalid characters")]
    [InlineData("""{"workspace_dir":"/"}""", "invalid workspace directory")]
    [InlineData("""{"workspace_dir":"/a/../b"}""", "invalid workspace directory")]
    [InlineData("""{"parent_id":"99999999-9999-4999-8999-999999999999"}""", "invalid parent_id")]
    [InlineData("""{"parent_id":"x"}""", "invalid parent_id")]
    public async Task Update_refusesWhatIsWrong_andAppliesNothing(string body, string error)
    {
        var id = await shared.CreateAsync(new { name = "kept" });
        (await shared.Admin.PatchAsync($"/workspaces/{id}", body)).ShouldFail(400, error);
        (await shared.Admin.GetAsync($"/workspaces/{id}")).String("name").ShouldBe("kept");
    }

    [Fact]
    [Row("4.4/parent")]
    public async Task Update_makesNoCycle()
    {
        var a = await shared.CreateAsync();
        var b = await shared.CreateAsync(new { name = "b", parent_id = a });
        var c = await shared.CreateAsync(new { name = "c", parent_id = b });

        (await shared.Admin.PatchAsync($"/workspaces/{a}", new { parent_id = a })).ShouldFail(400, "invalid parent_id");
        (await shared.Admin.PatchAsync($"/workspaces/{a}", new { parent_id = c })).ShouldFail(400, "invalid parent_id");
        (await shared.Admin.PatchAsync($"/workspaces/{Ids.Unknown}", new { name = "x" })).ShouldFail(404, "workspace not found");

        var gone = await shared.CreateAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{gone}")).Ok();
        (await shared.Admin.PatchAsync($"/workspaces/{a}", new { parent_id = gone })).ShouldFail(400, "invalid parent_id");
        (await shared.Admin.PatchAsync($"/workspaces/{gone}", new { name = "x" })).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("4.4/power")]
    public async Task Update_byTheAgentItself_isCosmetic()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PatchAsync($"/workspaces/{id}", new { name = "me", role = "r", x = 1, y = 2, collapsed = true })).Ok();
        foreach (var body in new[] { """{"tier":1}""", """{"parent_id":null}""", """{"runtime":"x"}""", """{"workspace_dir":"/home/x"}""",
            """{"name":"z","tier":1}""" })
            (await own.PatchAsync($"/workspaces/{id}", body)).ShouldFail(403, "admin auth required");
        (await shared.Anonymous.GetAsync($"/workspaces/{id}")).String("name").ShouldBe("me");
    }

    [Fact]
    [Row("4.5/purge 4.5/idempotent")]
    public async Task Delete_isIdempotentAndPurgeErases()
    {
        var id = await shared.CreateAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).ShouldBe(200, """{"status":"removed","cascade_deleted":0}""");
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).ShouldBe(200, """{"status":"removed","cascade_deleted":0}""");
        (await shared.Admin.DeleteAsync($"/workspaces/{Ids.Unknown}")).ShouldFail(404, "workspace not found");

        var purged = await shared.CreateAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{purged}?purge=true")).ShouldBe(200, """{"status":"purged","cascade_deleted":0}""");
        (await shared.Anonymous.GetAsync($"/workspaces/{purged}")).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("2.1/use 2.11/cascade")]
    public async Task Delete_revokesItsTokens()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await own.GetAsync($"/workspaces/{id}/tokens")).ShouldFail(401, "invalid workspace auth token");
    }

    [Fact]
    [Row("2.2/gone 6.6/200 6.6/404 6.6/admin")]
    public async Task State_saysGoOnOrShutDown()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.GetAsync($"/workspaces/{id}/state"))
            .ShouldBe(200, $$"""{"workspace_id":"{{id}}","status":"failed","paused":false,"deleted":false}""");
        (await shared.Admin.GetAsync($"/workspaces/{id}/state")).Ok();
        (await shared.Anonymous.GetAsync($"/workspaces/{id}/state")).ShouldFail(401, "missing workspace auth token");

        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await own.GetAsync($"/workspaces/{id}/state")).ShouldBe(404, $$"""{"workspace_id":"{{id}}","status":"removed","deleted":true}""");
        (await shared.Anonymous.GetAsync($"/workspaces/{id}/state")).ShouldFail(401, "missing workspace auth token");
        var (_, stranger) = await shared.CreateWithTokenAsync();
        (await stranger.GetAsync($"/workspaces/{id}/state")).ShouldFail(401, "invalid workspace auth token");
        (await shared.Anonymous.GetAsync($"/workspaces/{Ids.Unknown}/state"))
            .ShouldBe(404, $$"""{"workspace_id":"{{Ids.Unknown}}","deleted":true}""");
    }
}
