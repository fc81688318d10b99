using System.Text.Json;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 14: teams.</summary>
public sealed class TeamTests : IAsyncLifetime
{
    readonly ManagedServer _managed = new();

    Client Admin => _managed.Admin;

    public async ValueTask InitializeAsync()
    {
        await _managed.InitializeAsync();
        _managed.Server.AddTemplate("dev-team", """
            name: Development
            sub_workspaces:
              - config: coder
                name: Ada
                role: writes code
              - config: tester
              - config: tester
            """);
        _managed.Server.AddTemplate("coder", "runtime: codex\nmodel: big\n");
        _managed.Server.AddTemplate("plain", "name: plain\n");
        _managed.Server.AddTemplate("broken", "sub_workspaces: [\n");
        _managed.Server.AddTemplate("escape", "sub_workspaces:\n  - config: ../../etc\n");
        _managed.Server.AddTemplate("long", new string('#', 300_000));
    }

    public ValueTask DisposeAsync() => _managed.DisposeAsync();

    [Fact]
    [Row("14/expand")]
    public async Task Expand_createsTheTeamOnce()
    {
        await using var feed = await _managed.WatchAsync();
        var lead = await _managed.CreateOnlineAsync(new { name = "Dev Team", tier = 2 });

        var expanded = (await Admin.PostAsync($"/workspaces/{lead}/expand")).Ok();
        expanded.String("status").ShouldBe("expanded");
        var children = expanded.Json.GetProperty("children").EnumerateArray().ToArray();
        children.Select(child => (Text(child, "name"), Text(child, "role"))).ShouldBe([("Ada", "writes code"), ("tester", null)]);
        var (ada, tester) = (Text(children[0], "id")!, Text(children[1], "id")!);

        (await feed.NextAsync(ada, "WORKSPACE_PROVISIONING")).ShouldBe(
            $$"""{"name":"Ada","tier":2,"runtime":"codex","parent_id":"{{lead}}"}""");
        (await feed.NextAsync(lead, "WORKSPACE_EXPANDED")).ShouldBe(
            $$"""{"children":[{"id":"{{ada}}","name":"Ada","role":"writes code"},{"id":"{{tester}}","name":"tester","role":null}]}""");
        await _managed.StartedAsync(ada, 1);
        var order = _managed.Backend.Starts.Single(start => start.WorkspaceId == ada);
        (order.Runtime, order.Model, order.Tier, order.ParentId).ShouldBe(("codex", "big", 2, lead));
        order.Token.ShouldNotBeNullOrEmpty();
        Path.GetFileName(order.FirstTemplateDirectory).ShouldBe("coder");
        var seen = (await Admin.GetAsync($"/workspaces/{tester}")).Ok();
        (seen.String("parent_id"), seen.String("runtime"), seen.Json.GetProperty("x").GetDouble()).ShouldBe((lead, "langgraph", 0));

        var again = (await Admin.PostAsync($"/workspaces/{lead}/expand")).Ok();
        again.Text.ShouldBe(expanded.Text);
        (await Admin.GetAsync("/workspaces")).Ok().Json.GetArrayLength().ShouldBe(3);
        (await _managed.EventsAsync(lead)).Count(e => e.StartsWith("WORKSPACE_EXPANDED", StringComparison.Ordinal)).ShouldBe(1);
        (await _managed.StatusAsync(lead)).ShouldBe("online");
    }

    [Fact]
    [Row("14/expand")]
    public async Task Expand_fillsWhatIsMissing()
    {
        var lead = (await Admin.PostAsync("/workspaces", new { name = "development" })).Ok(201).String("id");
        var own = (await Admin.PostAsync("/workspaces", new { name = "Ada", parent_id = lead })).Ok(201).String("id");

        var children = (await Admin.PostAsync($"/workspaces/{lead}/expand")).Ok().Json.GetProperty("children").EnumerateArray().ToArray();

        children.Length.ShouldBe(2);
        Text(children[0], "id").ShouldBe(own);
        (await Admin.GetAsync("/workspaces")).Ok().Json.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    [Row("14/expand")]
    public async Task Expand_refusesInTheContractsWords()
    {
        async Task<Answer> ExpandAsync(string name) =>
            await Admin.PostAsync($"/workspaces/{(await Admin.PostAsync("/workspaces", new { name })).Ok(201).String("id")}/expand");

        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/expand")).ShouldFail(404, "workspace not found");
        (await ExpandAsync("nobody")).ShouldFail(400, "no config found for workspace");
        (await ExpandAsync("../..")).ShouldFail(400, "no config found for workspace");
        (await ExpandAsync("plain")).ShouldFail(400, "workspace has no sub_workspaces defined in config");
        (await ExpandAsync("long")).ShouldFail(500, "failed to read config");
        (await ExpandAsync("broken")).ShouldFail(500, "failed to parse config");
        (await ExpandAsync("escape")).ShouldFail(500, "failed to parse config");
        (await _managed.Server.Anonymous().PostAsync($"/workspaces/{Ids.Unknown}/expand")).ShouldFail(401, "missing workspace auth token");
    }

    [Fact]
    [Row("2.11/cascade 14/collapse")]
    public async Task Collapse_removesTheWholeSubtree()
    {
        await using var feed = await _managed.WatchAsync();
        var lead = await _managed.CreateOnlineAsync(new { name = "lead" });
        var child = await _managed.CreateOnlineAsync(new { name = "child", parent_id = lead });
        var grandchild = await _managed.CreateOnlineAsync(new { name = "grandchild", parent_id = child });
        var agent = _managed.AgentOf(grandchild);

        (await Admin.PostAsync($"/workspaces/{lead}/collapse")).ShouldBe(200, """{"status":"collapsed","removed":["child"]}""");

        (await feed.NextAsync(lead, "WORKSPACE_COLLAPSED")).ShouldBe("""{"removed_children":["child"]}""");

        // They go side by side, so the log is asked and not the feed, which has an order.
        (await _managed.EventsAsync(child))[^1].ShouldBe("WORKSPACE_REMOVED {}");
        (await _managed.EventsAsync(grandchild))[^1].ShouldBe("WORKSPACE_REMOVED {}");
        (await _managed.EventsAsync(lead))[^1].ShouldBe("""WORKSPACE_COLLAPSED {"removed_children":["child"]}""");
        (await agent.GetAsync($"/workspaces/{grandchild}/activity")).ShouldFail(401, "invalid workspace auth token");
        (await agent.GetAsync($"/workspaces/{grandchild}/state")).Json.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        (await _managed.StatusAsync(lead)).ShouldBe("online");

        (await Admin.PostAsync($"/workspaces/{lead}/collapse")).ShouldBe(200, """{"status":"collapsed","removed":[]}""");
        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/collapse")).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("4.3/template 4.3/runtime")]
    public async Task Create_takesWhatItLeavesOpenFromItsTemplate()
    {
        _managed.Server.AddTemplate("hermes-default", "runtime: \"hermes\"\nruntime_config:\n  model: herm\n");
        async Task<Provisioning.StartOrder> CreateAsync(object body)
        {
            var id = await _managed.CreateAsync(body);
            return _managed.Backend.Starts.Single(start => start.WorkspaceId == id);
        }

        var all = await CreateAsync(new { name = "a", template = "coder" });
        (all.Runtime, all.Model, Path.GetFileName(all.FirstTemplateDirectory)).ShouldBe(("codex", "big", "coder"));
        var own = await CreateAsync(new { name = "b", template = "coder", runtime = "crewai", model = "small" });
        (own.Runtime, own.Model, Path.GetFileName(own.FirstTemplateDirectory)).ShouldBe(("crewai", "small", "coder"));
        var other = await CreateAsync(new { name = "c", template = "no-such", runtime = "hermes" });
        (other.Runtime, other.Model, Path.GetFileName(other.FirstTemplateDirectory)).ShouldBe(("hermes", "herm", "hermes-default"));
        var none = await CreateAsync(new { name = "d", template = "no-such" });
        (none.Runtime, none.Model, none.FirstTemplateDirectory).ShouldBe(("langgraph", null, null));
        var without = await CreateAsync(new { name = "e" });
        (without.Runtime, without.FirstTemplateDirectory).ShouldBe(("langgraph", null));
    }

    [Theory]
    [Row("6.1/source")]
    [InlineData("""{"template":"coder","apply_template":true}""", "dev", "coder")]
    [InlineData("""{"template":"no-such"}""", "dev", "existing-volume")]
    [InlineData("""{"template":"../coder"}""", "dev", "existing-volume")]
    [InlineData("""{"apply_template":true}""", "Dev Team", "dev-team")]
    [InlineData("""{"apply_template":true,"rebuild_config":true}""", "QA Lead", "org-templates/qa-lead")]
    [InlineData("""{"rebuild_config":true}""", "QA Lead", "org-templates/qa-lead")]
    [InlineData("""{"rebuild_config":true}""", "dev", "existing-volume")]
    [InlineData("""{"apply_template":true}""", "dev", "langgraph-default")]
    [InlineData("{}", "Dev Team", "existing-volume")]
    public async Task Restart_takesItsConfigFromTheFirstThatFits(string body, string name, string label)
    {
        _managed.Server.AddTemplate("langgraph-default", "runtime: langgraph\n");
        _managed.Server.AddTemplate("org-templates/qa-lead", "name: QA Lead\n");
        var id = await _managed.CreateOnlineAsync(new { name });

        (await Admin.PostAsync($"/workspaces/{id}/restart", body)).ShouldBe(
            200, $$"""{"status":"provisioning","config_dir":"{{label}}","reset_session":false}""");

        await _managed.StartedAsync(id, 2);
        var directory = _managed.Backend.Starts.Last(start => start.WorkspaceId == id).TemplateDirectory;
        (directory is null ? "existing-volume" : Path.GetFileName(directory)).ShouldBe(Path.GetFileName(label));
    }

    [Fact]
    [Row("6.1/runtime")]
    public async Task Restart_adoptsTheRuntimeOfTheConfig()
    {
        var id = await _managed.CreateOnlineAsync(new { name = "dev", runtime = "crewai" });
        _managed.Backend.Config = "name: dev\nruntime: \"codex\"\n";
        (await Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await _managed.StartedAsync(id, 2);
        (await Admin.GetAsync($"/workspaces/{id}")).String("runtime").ShouldBe("codex");
        _managed.Backend.Starts.Last(start => start.WorkspaceId == id).Runtime.ShouldBe("codex");

        (await Admin.PatchAsync($"/workspaces/{id}", new { runtime = "autogen" })).Ok();
        (await Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await _managed.StartedAsync(id, 3);
        _managed.Backend.Starts.Last(start => start.WorkspaceId == id).Runtime.ShouldBe("autogen");

        _managed.Backend.Config = "runtime: external\n";
        (await Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await _managed.StartedAsync(id, 4);
        _managed.Backend.Starts.Last(start => start.WorkspaceId == id).Runtime.ShouldBe("autogen");
    }

    [Fact]
    [Row("6.1/runtime 4.3/runtime")]
    public async Task Restart_keepsARuntimeThatTheGeneratedConfigCannotName()
    {
        var id = await _managed.CreateOnlineAsync(new { name = "dev", runtime = "foo-runtime" });
        _managed.Backend.Config = "name: dev\nruntime: \"langgraph\"\n";
        (await Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await _managed.StartedAsync(id, 2);
        (await Admin.GetAsync($"/workspaces/{id}")).String("runtime").ShouldBe("foo-runtime");

        _managed.Backend.Config = "runtime: codex\n";
        (await Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await _managed.StartedAsync(id, 3);
        (await Admin.GetAsync($"/workspaces/{id}")).String("runtime").ShouldBe("codex");
    }

    [Fact]
    [Row("4.1/provision_timeout_ms")]
    public async Task ProvisionTimeout_isThatOfTheRuntimesTemplates()
    {
        _managed.Server.AddTemplate("slow", "runtime: hermes\nruntime_config:\n  provision_timeout_seconds: 900\n");
        _managed.Server.AddTemplate("slower", "runtime: hermes\nruntime_config:\n  provision_timeout_seconds: 2400\n");
        var hermes = await _managed.CreateAsync(new { name = "h", runtime = "hermes" });
        var other = await _managed.CreateAsync(new { name = "o" });

        (await Admin.GetAsync($"/workspaces/{hermes}")).Json.GetProperty("provision_timeout_ms").GetInt64().ShouldBe(2_400_000);
        (await Admin.GetAsync($"/workspaces/{other}")).Json.TryGetProperty("provision_timeout_ms", out _).ShouldBeFalse();
        var items = (await Admin.GetAsync("/workspaces")).Ok().Json.EnumerateArray()
            .Select(item => (Text(item, "name"), item.TryGetProperty("provision_timeout_ms", out var ms) ? ms.GetInt64() : 0));
        items.ShouldBe([("h", 2_400_000L), ("o", 0L)]);
    }

    [Fact]
    [Row("8/missing")]
    public async Task MissingVariables_failTheStart()
    {
        await using var feed = await _managed.WatchAsync();
        _managed.Backend.Missing = ["OPENAI_API_KEY"];
        var id = (await Admin.PostAsync("/workspaces", new { name = "dev" })).Ok(201).String("id");

        const string Error = "missing required env var \"OPENAI_API_KEY\" — add it under Config → Env Vars (or as a Global secret) and retry";
        var payload = JsonDocument.Parse(await feed.NextAsync(id, "WORKSPACE_PROVISION_FAILED")).RootElement;
        payload.GetProperty("error").GetString().ShouldBe(Error);
        payload.GetProperty("missing").GetRawText().ShouldBe("""["OPENAI_API_KEY"]""");
        var failed = (await Admin.GetAsync($"/workspaces/{id}")).Ok();
        (failed.String("status"), failed.String("last_sample_error")).ShouldBe(("failed", Error));
    }

    static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
