using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapters 7 and 9: register, heartbeat, card, discovery, peers, access.</summary>
public sealed class RegistryTests(SharedServer shared, RegistryTests.Judges urls) : IClassFixture<SharedServer>, IClassFixture<RegistryTests.Judges>
{
    const string Url = "http://localhost:9";

    [Theory]
    [Row("7.1/register")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"$","url":"http://localhost:9"}""")]
    [InlineData("""{"id":"$","url":"http://localhost:9","agent_card":null}""")]
    [InlineData("""{"id":"$","url":"","agent_card":{}}""")]
    [InlineData("""{"id":"","url":"http://localhost:9","agent_card":{}}""")]
    [InlineData("""{"id":"$","url":5,"agent_card":{}}""")]
    [InlineData("""{"id":"$","url":"http://localhost:9","agent_card":{"a":"\ud800"}}""")]
    [InlineData("""{"id":"$","url":"http://localhost:9","agent_card":{"a":1,"a":2}}""")]
    public async Task Register_refusesWhatIsWrong(string body)
    {
        var id = await shared.CreateAsync();
        (await shared.Anonymous.PostAsync("/registry/register", body.Replace("$", id))).ShouldFail(400, "invalid request body");
    }

    [Fact]
    [Row("7.3/url")]
    public async Task Register_judgesTheUrl()
    {
        var created = (await shared.Admin.PostAsync("/workspaces", new { name = "n", external = true })).Ok(201);
        var external = created.String("id");
        var agent = shared.Server.With(created.Json.GetProperty("connection").GetProperty("auth_token").GetString());
        foreach (var url in new[] { "http://127.0.0.1:9", "http://10.0.0.1", "http://169.254.169.254/latest", "ftp://localhost",
            "http://[::1]:9", "nonsense" })
            (await agent.PostAsync("/registry/register", new { id = external, url, agent_card = new { } }))
                .ShouldFail(400, "invalid request body");

        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PostAsync("/registry/register", new { id, url = "http://127.0.0.1:9", agent_card = new { name = "kept" } })).Ok();
        var seen = (await shared.Anonymous.GetAsync($"/workspaces/{id}")).Ok();
        seen.Text.ShouldContain("\"agent_card\":{\"name\":\"kept\"}");
        seen.String("status").ShouldBe("online");
    }

    [Fact]
    [Row("2.5/tokens 7.1/register 7.3/upsert 7.3/removed")]
    public async Task Register_needsTheWorkspacesOwnToken()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        var body = new { id, url = Url, agent_card = new { } };
        (await shared.Anonymous.PostAsync("/registry/register", body)).ShouldFail(401, "missing workspace auth token");
        (await shared.Admin.PostAsync("/registry/register", body)).ShouldFail(401, "invalid workspace auth token");
        var (_, stranger) = await shared.CreateWithTokenAsync();
        (await stranger.PostAsync("/registry/register", body)).ShouldFail(401, "invalid workspace auth token");
        (await own.PostAsync("/registry/register", body)).Ok();

        var unknown = Guid.NewGuid().ToString();
        (await shared.Anonymous.PostAsync("/registry/register", new { id = unknown, url = Url, agent_card = new { } }))
            .ShouldFail(404, "workspace not found");
        (await own.PostAsync("/registry/register", new { id = unknown, url = Url, agent_card = new { } }))
            .ShouldFail(404, "workspace not found");
        (await shared.Admin.PostAsync("/registry/register", new { id = unknown, url = Url, agent_card = new { } }))
            .Ok().String("auth_token").ShouldNotBeEmpty();
        (await shared.Anonymous.GetAsync($"/workspaces/{unknown}")).Ok().String("name").ShouldBe(unknown);

        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await own.PostAsync("/registry/register", body)).ShouldFail(410, "workspace removed");
        (await shared.Anonymous.PostAsync("/registry/register", body)).ShouldFail(410, "workspace removed");
    }

    [Fact]
    [Row("2.5/tokens 7.1/heartbeat 7.2/unknown")]
    public async Task Heartbeat_needsTheWorkspacesOwnToken()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await shared.Anonymous.PostAsync("/registry/heartbeat", new { workspace_id = id }))
            .ShouldFail(401, "missing workspace auth token");
        (await shared.Admin.PostAsync("/registry/heartbeat", new { workspace_id = id })).ShouldFail(401, "invalid workspace auth token");
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id })).ShouldBe(200, """{"status":"ok"}""");
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = Ids.Unknown })).ShouldFail(404, "workspace not found");
        (await shared.Anonymous.PostAsync("/registry/heartbeat", new { workspace_id = Ids.Unknown }))
            .ShouldFail(404, "workspace not found");

        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id })).ShouldFail(410, "workspace removed");
    }

    [Theory]
    [Row("7.1/heartbeat")]
    [InlineData("", "invalid request body")]
    [InlineData("{}", "invalid request body")]
    [InlineData("""{"workspace_id":""}""", "invalid request body")]
    [InlineData("""{"workspace_id":7}""", "invalid request body")]
    [InlineData("""{"workspace_id":"99999999-9999-4999-8999-999999999999","active_tasks":1.5}""", "invalid request body")]
    [InlineData("""{"workspace_id":"99999999-9999-4999-8999-999999999999","error_rate":1e999}""", "invalid request body")]
    [InlineData("""{"workspace_id":"x"}""", "invalid workspace ID")]
    public async Task Heartbeat_refusesWhatIsWrong(string body, string error) =>
        (await shared.Anonymous.PostAsync("/registry/heartbeat", body)).ShouldFail(400, error);

    [Fact]
    [Row("7.2/sample_error 7.2/current_task 7.2/monthly_spend")]
    public async Task Heartbeat_overwritesTextAndKeepsSpend()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id, current_task = "t", sample_error = "e", monthly_spend = 42 }))
            .Ok();
        var seen = (await own.GetAsync($"/workspaces/{id}")).Ok();
        (seen.String("current_task"), seen.String("last_sample_error"), seen.Json.GetProperty("monthly_spend").GetInt64())
            .ShouldBe(("t", "e", 42));

        (await own.PostAsync("/registry/heartbeat", new { workspace_id = id })).Ok();
        seen = (await own.GetAsync($"/workspaces/{id}")).Ok();
        (seen.String("current_task"), seen.String("last_sample_error"), seen.Json.GetProperty("monthly_spend").GetInt64())
            .ShouldBe(("", "", 42));
    }

    [Fact]
    [Row("2.5/card 7.1/update-card 7.3/card")]
    public async Task Card_isReplaced()
    {
        var (id, own) = await shared.CreateWithTokenAsync();
        (await own.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = new { v = 1 } }))
            .ShouldBe(200, """{"status":"updated"}""");
        (await shared.Admin.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = new { v = 2 } })).Ok();
        (await shared.Anonymous.GetAsync($"/workspaces/{id}")).Text.ShouldContain("\"agent_card\":{\"v\":2}");
        (await shared.Anonymous.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = 1 }))
            .ShouldFail(401, "missing workspace auth token");
        (await own.PostAsync("/registry/update-card", new { workspace_id = id })).ShouldFail(400, "invalid request body");
        (await shared.Admin.PostAsync("/registry/update-card", new { workspace_id = Ids.Unknown, agent_card = 1 }))
            .ShouldFail(404, "workspace not found");
        (await shared.Admin.DeleteAsync($"/workspaces/{id}")).Ok();
        (await shared.Admin.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = 1 }))
            .ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("7.1/discover")]
    public async Task Discover_checksInOrder()
    {
        var lead = await shared.CreateAsync();
        var (one, agent) = await shared.CreateWithTokenAsync(new { name = "one", parent_id = lead });
        var (two, _) = await shared.CreateWithTokenAsync(new { name = "two", parent_id = lead });
        var (stranger, _) = await shared.CreateWithTokenAsync(new { name = "stranger", parent_id = await shared.CreateAsync() });

        (await shared.Anonymous.GetAsync($"/registry/discover/{two}")).ShouldFail(400, "X-Workspace-ID header is required");
        (await shared.Anonymous.GetAsync($"/registry/discover/{two}", As(one))).ShouldFail(401, "missing workspace auth token");
        (await agent.GetAsync($"/registry/discover/{one}", As(two))).ShouldFail(401, "invalid workspace auth token");
        (await agent.GetAsync($"/registry/discover/{stranger}", As(one))).ShouldFail(403, "not authorized to discover this workspace");
        (await agent.GetAsync($"/registry/discover/{Ids.Unknown}", As(one))).ShouldFail(403, "not authorized to discover this workspace");
        var unavailable = await agent.GetAsync($"/registry/discover/{two}", As(one));
        unavailable.ShouldFail(503, "workspace not available");
        unavailable.String("status").ShouldBe("failed");
        (await shared.Admin.GetAsync($"/registry/discover/{two}", As(one))).ShouldFail(503, "workspace not available");
    }

    [Theory]
    [Row("7.4/external")]
    [InlineData("http://localhost:9/a2a", "93.184.215.14", "http://host.docker.internal:9/a2a")]
    [InlineData("http://localhost:9/localhost", "93.184.215.14", "http://host.docker.internal:9/localhost")]
    [InlineData("http://agent.test/127.0.0.1", "93.184.215.14", "http://agent.test/host.docker.internal")]
    [InlineData("http://agent.test/", "93.184.215.14", "http://agent.test/")]
    [InlineData("http://localhost:9/a2a", null, null)]
    [InlineData("http://localhost:9/a2a", "10.0.0.1", null)]
    [InlineData("http://localhost:9/a2a", "172.17.0.1", null)]
    public async Task Discover_choosesTheUrl(string url, string? dockerHost, string? seenInside)
    {
        var names = new Names();
        names.Set("agent.test", "93.184.215.14");
        if (dockerHost is not null)
            names.Set("host.docker.internal", dockerHost);
        await using var server = await Server.StartAsync(
            new() { AdminToken = "admin", RateLimit = 1_000_000 }, services => services.AddSingleton<Gateway.A2A.Addresses.IHostResolver>(names));
        var admin = server.With("admin");
        async Task<string> AddAsync(object body) => (await admin.PostAsync("/workspaces", body)).Ok(201).String("id");
        var lead = await AddAsync(new { name = "lead" });
        var target = await AddAsync(new { name = "t", external = true, url, parent_id = lead });
        var inside = await AddAsync(new { name = "in", parent_id = lead });
        var outside = await AddAsync(new { name = "out", external = true, url = Url, parent_id = lead });

        (await admin.GetAsync($"/registry/discover/{target}", As(outside))).ShouldBe(200, $$"""{"id":"{{target}}","url":"{{url}}","name":"t"}""");
        var seen = await admin.GetAsync($"/registry/discover/{target}", As(inside));
        if (seenInside is not null)
            seen.ShouldBe(200, $$"""{"id":"{{target}}","url":"{{seenInside}}","name":"t"}""");
        else
            seen.ShouldFail(503, "workspace URL failed safety check");
    }

    [Theory]
    [Row("10.5/table 10.5/row-link 10.5/row-reserved 10.5/row-loopback 10.5/row-private 10.5/row-localhost 10.5/register 1.5/MOLECULE_DEPLOY_MODE")]
    [InlineData("http://93.184.215.14/", true, true)]
    [InlineData("https://[2606:4700:4700::1111]/", true, true)]
    [InlineData("http://169.254.169.254/latest", false, false)]
    [InlineData("http://[fe80::1]/", false, false)]
    [InlineData("http://0.0.0.0/", false, false)]
    [InlineData("http://[::]/", false, false)]
    [InlineData("http://[ff02::1]/", false, false)]
    [InlineData("http://192.0.2.1/", false, false)]
    [InlineData("http://198.51.100.7/", false, false)]
    [InlineData("http://203.0.113.9/", false, false)]
    [InlineData("http://100.64.0.1/", false, false)]
    [InlineData("http://224.0.0.1/", false, false)]
    [InlineData("http://[2001:db8::1]/", false, false)]
    [InlineData("http://[fc00::1]/", false, false)]
    [InlineData("http://127.0.0.1:9/", false, false)]
    [InlineData("http://[::1]:9/", false, false)]
    [InlineData("http://[::ffff:127.0.0.1]:9/", false, false)]
    [InlineData("http://10.0.0.1/", false, true)]
    [InlineData("http://172.16.0.1/", false, true)]
    [InlineData("http://192.168.1.1/", false, true)]
    [InlineData("http://[fd00::1]/", false, true)]
    [InlineData("http://localhost:9/", true, true)]
    [InlineData("http://good.test/", true, true)]
    [InlineData("http://inner.test/", false, true)]
    [InlineData("http://both.test/", false, false)]
    [InlineData("http://unknown.test/", false, false)]
    [InlineData("ftp://good.test/", false, false)]
    [InlineData("http:///path", false, false)]
    [InlineData("nonsense", false, false)]
    public async Task Url_isJudgedByTheTable(string url, bool strict, bool relaxed)
    {
        foreach (var (server, expected) in new[] { (urls["strict"], strict), (urls["relaxed"], relaxed) })
        {
            var admin = server.With("admin");
            (await admin.PostAsync("/workspaces", new { name = "n", external = true, url })).Status.ShouldBe(expected ? 201 : 400, url);

            var created = (await admin.PostAsync("/workspaces", new { name = "n", external = true })).Ok(201);
            var agent = server.With(created.Json.GetProperty("connection").GetProperty("auth_token").GetString());
            var registered = await agent.PostAsync("/registry/register", new { id = created.String("id"), url, agent_card = new { } });
            if (expected)
                registered.Ok();
            else
                registered.ShouldFail(400, "invalid request body");
        }
    }

    [Fact]
    [Row("7.1/peers 7.5/order 7.5/q")]
    public async Task Peers_areSiblingsChildrenParent()
    {
        var lead = await shared.CreateAsync(new { name = "Lead" });
        var (me, agent) = await shared.CreateWithTokenAsync(new { name = "Me", parent_id = lead });
        await shared.CreateAsync(new { name = "Sibling", role = "Quality", parent_id = lead });
        var child = await shared.CreateAsync(new { name = "Child", parent_id = me });
        await shared.CreateAsync(new { name = "Grandchild", parent_id = child });

        async Task<string[]> NamesAsync(string query) =>
            [.. (await agent.GetAsync($"/registry/{me}/peers{query}")).Ok().Json.EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];

        (await NamesAsync("")).ShouldBe(["Sibling", "Child", "Lead"]);
        (await NamesAsync("?q=%20")).ShouldBe(["Sibling", "Child", "Lead"]);
        (await NamesAsync("?q=%20QUAL%20")).ShouldBe(["Sibling"]);
        (await NamesAsync("?q=ld")).ShouldBe(["Child"]);
        (await NamesAsync("?q=nobody")).ShouldBeEmpty();

        var item = (await agent.GetAsync($"/registry/{me}/peers")).Json[0];
        item.EnumerateObject().Select(p => p.Name)
            .ShouldBe(["id", "name", "role", "tier", "status", "agent_card", "url", "parent_id", "active_tasks"]);
        (await shared.Admin.GetAsync($"/registry/{me}/peers")).Ok();
        (await shared.Admin.GetAsync($"/registry/{Ids.Unknown}/peers")).ShouldFail(404, "workspace not found");
        (await shared.Anonymous.GetAsync($"/registry/{me}/peers")).ShouldFail(401, "missing workspace auth token");
    }

    [Fact]
    [Row("7.1/check-access 9/rule 9/removed")]
    public async Task Access_followsTheHierarchy()
    {
        var root = await shared.CreateAsync();
        var (left, right) = (await shared.CreateAsync(new { name = "l", parent_id = root }),
            await shared.CreateAsync(new { name = "r", parent_id = root }));
        var (under, cousin) = (await shared.CreateAsync(new { name = "u", parent_id = left }),
            await shared.CreateAsync(new { name = "c", parent_id = right }));
        var other = await shared.CreateAsync();

        foreach (var (caller, target, allowed) in new[]
        {
            (left, right, true), (root, other, true), (root, under, true), (under, root, true), (left, under, true), (under, left, true),
            (under, cousin, false), (under, right, false), (left, other, false), (left, Ids.Unknown, false),
                (Ids.Unknown, Ids.Unknown, true), (left, left, true),
        })
        {
            (await shared.Anonymous.PostAsync("/registry/check-access", new { caller_id = caller, target_id = target }))
                .ShouldBe(200, $$"""{"allowed":{{(allowed ? "true" : "false")}}}""");
        }

        (await shared.Anonymous.PostAsync("/registry/check-access", new { caller_id = left })).ShouldFail(400, "invalid request body");
        (await shared.Anonymous.PostAsync("/registry/check-access", "nonsense")).ShouldFail(400, "invalid request body");
        (await shared.Admin.DeleteAsync($"/workspaces/{cousin}")).Ok();
        (await shared.Anonymous.PostAsync("/registry/check-access", new { caller_id = right, target_id = cousin }))
            .ShouldBe(200, """{"allowed":false}""");
    }

    [Fact]
    [Row("9/steps")]
    public async Task Access_goesThirtyTwoStepsUp()
    {
        List<string> line = [await shared.CreateAsync()];
        for (var n = 0; n < 33; n++)
            line.Add(await shared.CreateAsync(new { name = $"n{n}", parent_id = line[^1] }));

        foreach (var (steps, allowed) in new[] { (32, "true"), (33, "false") })
        {
            (await shared.Anonymous.PostAsync("/registry/check-access", new { caller_id = line[0], target_id = line[steps] })).ShouldBe(200, $$"""{"allowed":{{allowed}}}""");
            (await shared.Anonymous.PostAsync("/registry/check-access", new { caller_id = line[steps], target_id = line[0] })).ShouldBe(200, $$"""{"allowed":{{allowed}}}""");
        }
    }

    static (string, string) As(string id) => ("X-Workspace-ID", id);

    /// <summary>A strict server and a relaxed one, with the same name server.</summary>
    public sealed class Judges : IAsyncLifetime
    {
        readonly Dictionary<string, Server> _servers = [];

        internal Server this[string mode] => _servers[mode];

        /// <inheritdoc />
        public async ValueTask InitializeAsync()
        {
            var names = new Names();
            names.Set("good.test", "93.184.215.14");
            names.Set("inner.test", "10.0.0.1");
            names.Set("both.test", "93.184.215.14", "169.254.169.254");
            foreach (var mode in (string[])["strict", "relaxed"])
            {
                _servers[mode] = await Server.StartAsync(
                    new() { AdminToken = "admin", RateLimit = 1_000_000, DeployMode = mode == "relaxed" ? "saas" : "self-hosted" },
                    services => services.AddSingleton<Gateway.A2A.Addresses.IHostResolver>(names));
            }
        }

        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            foreach (var server in _servers.Values)
                await server.DisposeAsync();
        }
    }
}
