using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Chapter 6: restart, pause, resume, hibernate, bootstrap failure, console; and what of 8, 10.7, 13 and 16 goes with them.</summary>
public sealed class LifecycleTests(ManagedServer managed) : IClassFixture<ManagedServer>
{
    Client Admin => managed.Admin;

    [Fact]
    [Row("2.11/appear-3")]
    public async Task Create_startsTheAgentWithATokenOfItsOwn()
    {
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateOnlineAsync(new { name = "dev", tier = 2, runtime = "codex", role = "codes", model = "m" });

        (await feed.NextAsync(id, "WORKSPACE_PROVISIONING")).ShouldBe("""{"name":"dev","tier":2,"runtime":"codex"}""");
        (await feed.NextAsync(id, "WORKSPACE_ONLINE")).ShouldBe("""{"recovered_from":"provisioning"}""");
        (await managed.EventsAsync(id)).ShouldBe(
            ["""WORKSPACE_PROVISIONING {"name":"dev","tier":2,"runtime":"codex"}""", """WORKSPACE_ONLINE {"recovered_from":"provisioning"}"""]);
        var order = managed.Backend.Starts.Single(start => start.WorkspaceId == id);
        (order.Tier, order.Runtime, order.Role, order.Model).ShouldBe((2, "codex", "codes", "m"));
        (await managed.Server.Anonymous().PostAsync("/registry/heartbeat", new { workspace_id = id })).ShouldFail(401, "missing workspace auth token");
    }

    [Theory]
    [Row("2.11/appear-3 6.1/200")]
    [InlineData("", null, false)]
    [InlineData("", "", false)]
    [InlineData("", "no json", false)]
    [InlineData("", "[]", false)]
    [InlineData("", """{"reset":"yes"}""", false)]
    [InlineData("", """{"reset":true,"template":"x","apply_template":true,"rebuild_config":true}""", true)]
    [InlineData("?reset=true", null, true)]
    [InlineData("?reset=1", "{}", false)]
    public async Task Restart_isAnsweredAtOnce(string query, string? body, bool reset)
    {
        var id = await managed.CreateOnlineAsync();
        var old = managed.AgentOf(id);

        (await Admin.PostAsync($"/workspaces/{id}/restart{query}", body)).ShouldBe(
            200, $$"""{"status":"provisioning","config_dir":"existing-volume","reset_session":{{(reset ? "true" : "false")}}}""");

        await managed.StartedAsync(id, 2);
        managed.Backend.Starts.Last(order => order.WorkspaceId == id).ResetSession.ShouldBe(reset);
        (await old.PostAsync("/registry/heartbeat", new { workspace_id = id })).ShouldFail(401, "invalid workspace auth token");
        await managed.BeatAsync(id);
        (await managed.StatusAsync(id)).ShouldBe("online");
    }

    [Fact]
    [Row("6.1/checks")]
    public async Task Restart_isRefusedInTheContractsWords()
    {
        var root = await managed.CreateOnlineAsync(new { name = "the \"root\"" });
        var middle = await managed.CreateOnlineAsync(new { name = "middle", parent_id = root });
        var id = await managed.CreateOnlineAsync(new { name = "leaf", parent_id = middle });
        var external = (await Admin.PostAsync("/workspaces", new { name = "e", external = true })).Ok(201).String("id");
        var removed = await managed.CreateAsync();
        (await Admin.DeleteAsync($"/workspaces/{removed}")).Ok();

        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/restart")).ShouldFail(404, "workspace not found");
        (await Admin.PostAsync($"/workspaces/{removed}/restart")).ShouldFail(404, "workspace not found");
        (await Admin.PostAsync($"/workspaces/{external}/restart")).ShouldFail(409, "external workspaces cannot be restarted");
        (await Admin.PostAsync($"/workspaces/{root}/pause")).Ok();
        (await Admin.PostAsync($"/workspaces/{middle}/restart")).ShouldFail(409, "parent workspace \"the \"root\"\" is paused — resume it first");
        (await Admin.PostAsync($"/workspaces/{id}/restart")).ShouldFail(409, "parent workspace \"middle\" is paused — resume it first");
        (await Admin.PostAsync($"/workspaces/{id}/resume")).ShouldFail(409, "parent workspace \"middle\" is paused — resume it first");
        (await Admin.PostAsync($"/workspaces/{root}/restart")).Ok();
    }

    [Fact]
    [Row("4.2/console 6.1/checks 6.4/resume 6.4/external")]
    public async Task WithoutABackend_nothingIsStarted()
    {
        await using var server = await Server.StartAsync(new() { AdminToken = "admin" });
        var admin = server.With("admin");
        var id = (await admin.PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");
        (await admin.PostAsync($"/workspaces/{id}/restart")).ShouldFail(503, "provisioner not available");
        (await admin.PostAsync($"/workspaces/{id}/pause")).ShouldBe(200, """{"status":"paused","paused_count":1}""");
        (await admin.PostAsync($"/workspaces/{id}/resume")).ShouldFail(503, "provisioner not available");
        (await admin.GetAsync($"/workspaces/{id}/console")).ShouldFail(
            501, "console output unavailable on this deployment (no control plane)");

        var external = (await admin.PostAsync("/workspaces", new { name = "e", external = true, url = "http://localhost:9" })).Ok(201).String("id");
        (await admin.PostAsync($"/workspaces/{external}/pause")).Ok();
        (await admin.PostAsync($"/workspaces/{external}/resume")).ShouldBe(200, """{"status":"provisioning","resumed_count":1}""");
        (await admin.GetAsync($"/workspaces/{external}")).String("status").ShouldBe("awaiting_agent");
    }

    [Fact]
    [Row("6.3/pause 6.4/resume 6.6/200")]
    public async Task PauseAndResume_reachWhatIsBelow()
    {
        await using var feed = await managed.WatchAsync();
        var root = await managed.CreateOnlineAsync(new { name = "root" });
        var child = await managed.CreateOnlineAsync(new { name = "child", parent_id = root });

        (await Admin.PostAsync($"/workspaces/{root}/resume")).ShouldFail(404, "workspace not found or not paused");
        (await Admin.PostAsync($"/workspaces/{root}/pause")).ShouldBe(200, """{"status":"paused","paused_count":2}""");
        (await Admin.PostAsync($"/workspaces/{child}/pause")).ShouldFail(404, "workspace not found or already paused");
        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/pause")).ShouldFail(404, "workspace not found or already paused");
        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/resume")).ShouldFail(404, "workspace not found or not paused");

        (await feed.NextAsync(child, "WORKSPACE_PAUSED")).ShouldBe("""{"name":"child"}""");
        (await managed.AgentOf(child).GetAsync($"/workspaces/{child}/state")).ShouldBe(
            200, $$"""{"workspace_id":"{{child}}","status":"paused","paused":true,"deleted":false}""");
        (await Admin.GetAsync($"/workspaces/{child}")).String("url").ShouldBe("");
        var refused = await Admin.PostAsync($"/workspaces/{child}/a2a", new { method = "message/send" });
        refused.ShouldBe(503, """{"error":"workspace has no URL","status":"paused"}""");

        (await Admin.PostAsync($"/workspaces/{root}/resume")).ShouldBe(200, """{"status":"provisioning","resumed_count":2}""");
        await managed.StartedAsync(child, 2);
        await managed.BeatAsync(child);
        (await managed.StatusAsync(child)).ShouldBe("online");
        (await managed.EventsAsync(child)).Skip(2).ShouldBe(
        [
            """WORKSPACE_PAUSED {"name":"child"}""", """WORKSPACE_PROVISIONING {"name":"child","tier":3,"runtime":"langgraph"}""",
            """WORKSPACE_ONLINE {"recovered_from":"provisioning"}""",
        ]);
    }

    [Fact]
    [Row("6.5/hibernate 6.5/wake 10.1/6")]
    public async Task Hibernate_sleepsUntilAMessageComes()
    {
        const string NotHibernatable = "workspace not found or not in a hibernatable state (must be online or degraded)";
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateAsync(new { name = "dev", hibernation_idle_minutes = 30 });
        (await Admin.PostAsync($"/workspaces/{id}/hibernate")).ShouldFail(404, NotHibernatable);
        (await Admin.PostAsync($"/workspaces/{Ids.Unknown}/hibernate")).ShouldFail(404, NotHibernatable);
        await managed.BeatAsync(id, tasks: 2);
        (await Admin.PostAsync($"/workspaces/{id}/hibernate?force=1")).ShouldBe(
            409, """{"error":"workspace has active tasks; use ?force=true to terminate them","active_tasks":2}""");

        (await Admin.PostAsync($"/workspaces/{id}/hibernate?force=true")).ShouldBe(200, """{"status":"hibernated"}""");
        (await managed.StatusAsync(id)).ShouldBe("hibernated");
        (await feed.NextAsync(id, "WORKSPACE_HIBERNATED")).ShouldBe("""{"name":"dev","tier":3}""");

        for (var n = 0; n < 3; n++)
        {
            var waking = await Admin.PostAsync($"/workspaces/{id}/a2a", new { method = "message/send" });
            waking.ShouldBe(503, """{"error":"workspace is waking from hibernation — retry in ~15 seconds","waking":true,"retry_after":15}""");
            waking.Headers["Retry-After"].ShouldBe("15");
        }

        await managed.StartedAsync(id, 2);
        await managed.BeatAsync(id);
        (await managed.StatusAsync(id)).ShouldBe("online");
    }

    [Theory]
    [Row("6.5/minutes")]
    [InlineData("null", 200)]
    [InlineData("0", 200)]
    [InlineData("15", 200)]
    [InlineData("-1", 400)]
    [InlineData("1.5", 400)]
    [InlineData("\"15\"", 400)]
    public async Task IdleMinutes_areTakenAndChecked(string value, int status)
    {
        (await Admin.PostAsync("/workspaces", $$"""{"name":"n","hibernation_idle_minutes":{{value}}}""")).Status.ShouldBe(status == 200 ? 201 : 400);
        var id = await managed.CreateAsync();
        (await Admin.PatchAsync($"/workspaces/{id}", $$"""{"hibernation_idle_minutes":{{value}}}""")).Status.ShouldBe(status);
    }

    [Fact]
    [Row("5/failed 6.7/acts 17/7")]
    public async Task BootstrapFailure_countsWhileProvisioning()
    {
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateAsync();
        var path = $"/admin/workspaces/{id}/bootstrap-failed";
        (await managed.AgentOf(id).PostAsync(path, new { })).ShouldFail(401, "invalid admin auth token");
        (await Admin.PostAsync(path, "no json")).ShouldFail(400, "invalid request body");
        (await Admin.PostAsync(path, new { error = 1 })).ShouldFail(400, "invalid request body");
        (await Admin.PostAsync($"/admin/workspaces/{Ids.Unknown}/bootstrap-failed", new { })).ShouldBe(200, """{"ok":true,"no_change":true}""");

        (await Admin.PostAsync(path, new { error = "no disk", log_tail = "line 1\nline 2" })).ShouldBe(200, """{"ok":true}""");
        (await Admin.PostAsync(path, new { error = "again" })).ShouldBe(200, """{"ok":true,"no_change":true}""");

        (await feed.NextAsync(id, "WORKSPACE_PROVISION_FAILED")).ShouldBe(
            """{"error":"no disk","log_tail":"line 1\nline 2","source":"bootstrap_watcher"}""");
        var failed = await Admin.GetAsync($"/workspaces/{id}");
        (failed.String("status"), failed.String("last_sample_error")).ShouldBe(("failed", "no disk\n\nline 1\nline 2"));
        (await managed.EventsAsync(id)).Count(e => e.StartsWith("WORKSPACE_PROVISION_FAILED", StringComparison.Ordinal)).ShouldBe(1);
        await managed.BeatAsync(id);
        (await managed.StatusAsync(id)).ShouldBe("online");
        (await managed.EventsAsync(id))[^1].ShouldBe("""WORKSPACE_ONLINE {"recovered_from":"failed"}""");
    }

    [Theory]
    [Row("6.7/cuts")]
    [InlineData(8192, false)]
    [InlineData(8193, true)]
    public async Task BootstrapFailure_keepsTheEndOfALongTail(int length, bool isCut)
    {
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateAsync();
        var tail = new string('a', length - 3) + "end";
        (await Admin.PostAsync($"/admin/workspaces/{id}/bootstrap-failed", new { error = "", log_tail = tail })).ShouldBe(200, """{"ok":true}""");

        var told = System.Text.Json.JsonDocument.Parse(await feed.NextAsync(id, "WORKSPACE_PROVISION_FAILED")).RootElement;
        told.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        told.GetProperty("log_tail").GetString().ShouldBe(isCut ? "...(truncated)...\n" + tail[^8192..] : tail);
        var stored = (await Admin.GetAsync($"/workspaces/{id}")).String("last_sample_error");
        System.Text.Encoding.UTF8.GetByteCount(stored).ShouldBeLessThanOrEqualTo(8192);
        stored.ShouldStartWith(told.GetProperty("error").GetString()! + "\n\n");
        stored.ShouldEndWith("aend");
    }

    [Fact]
    [Row("6.5/sequence")]
    public async Task Hibernate_byManyAtOnce_happensOnce()
    {
        var id = await managed.CreateOnlineAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Admin.PostAsync($"/workspaces/{id}/hibernate")));
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 404);
        answers.ShouldContain(answer => answer.Status == 200);
        await managed.UntilAsync(id, "hibernated");
        await Eventually.TrueAsync(async () => (await managed.EventsAsync(id)).Any(e => e.StartsWith("WORKSPACE_HIBERNATED", StringComparison.Ordinal)));
        (await managed.EventsAsync(id)).Count(e => e.StartsWith("WORKSPACE_HIBERNATED", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    [Row("4.2/console")]
    public async Task Console_isForAdministrators()
    {
        await using var server = new ManagedServer();
        await server.InitializeAsync();
        var id = await server.CreateAsync();
        server.Backend.Console = "hello \"you\"\n";
        (await server.Admin.GetAsync($"/workspaces/{id}/console")).ShouldBe(200, """{"output":"hello \"you\"\n"}""");
        (await server.Admin.GetAsync($"/workspaces/{Ids.Unknown}/console")).ShouldFail(404, "workspace not found");
        (await server.AgentOf(id).GetAsync($"/workspaces/{id}/console")).ShouldFail(401, "invalid admin auth token");
        server.Backend.Console = null;
        (await server.Admin.GetAsync($"/workspaces/{id}/console")).ShouldFail(
            501, "console output unavailable on this deployment (no control plane)");
        server.Backend.IsBroken = true;
        (await server.Admin.GetAsync($"/workspaces/{id}/console")).ShouldFail(502, "control plane returned an error fetching console output");
    }

    [Fact]
    [Row("4.5/stop")]
    public async Task Delete_thatCannotStopAnAgent_saysSoAndMayBeRepeated()
    {
        await using var server = new ManagedServer();
        await server.InitializeAsync();
        var root = await server.CreateOnlineAsync();
        var child = await server.CreateOnlineAsync(new { name = "child", parent_id = root });
        server.Backend.IsStubborn = true;

        var failed = await server.Admin.DeleteAsync($"/workspaces/{root}?confirm=true");
        failed.Status.ShouldBe(500);
        failed.Error.ShouldNotBeNullOrEmpty();
        (failed.Json.GetProperty("removed_count").GetInt32(), failed.Json.GetProperty("stop_failures").GetInt32()).ShouldBe((2, 2));
        (await server.StatusAsync(child)).ShouldBe("removed");

        server.Backend.IsStubborn = false;
        (await server.Admin.DeleteAsync($"/workspaces/{root}")).Ok().String("status").ShouldBe("removed");
    }

    [Fact]
    [Row("6.2/when 8/reactive 10.7/2")]
    public async Task MessageToADeadAgent_restartsIt()
    {
        await using var feed = await managed.WatchAsync();
        var id = await managed.CreateOnlineAsync();
        managed.Backend.Crash(id);

        (await Admin.PostAsync($"/workspaces/{id}/a2a", new { method = "message/send" })).ShouldBe(
            503, """{"error":"workspace agent unreachable — container restart triggered","restarting":true}""");

        (await feed.NextAsync(id, "WORKSPACE_OFFLINE")).ShouldBe("{}");
        (await feed.NextAsync(id, "WORKSPACE_PROVISIONING")).ShouldBe("""{"name":"dev","tier":3,"runtime":"langgraph"}""");
        await managed.StartedAsync(id, 2);
    }

    [Fact]
    [Row("13/layer-1 13/layer-2 13/when 10.5/own")]
    public async Task RestartContext_isToldOnceTheAgentIsBack()
    {
        await using var server = new ManagedServer();
        await using var agent = await TellingAgent.StartAsync();
        server.Backend.Url = agent.Url;
        await server.InitializeAsync();
        var id = await server.CreateOnlineAsync();
        (await server.Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await server.StartedAsync(id, 2);
        agent.Messages.ShouldBeEmpty();

        await server.BeatAsync(id);
        await Eventually.TrueAsync(() => Task.FromResult(agent.Messages.Count == 2));
        await server.BeatAsync(id);
        await server.BeatAsync(id);

        var messages = agent.Messages.ToArray();
        messages.Length.ShouldBe(2);
        var told = messages[0].GetProperty("params").GetProperty("message");
        told.GetProperty("role").GetString().ShouldBe("user");
        told.GetProperty("messageId").GetString()!.Length.ShouldBe(36);
        told.GetProperty("metadata").GetRawText().ShouldBe("""{"source":"platform","kind":"restart_context","layer":1,"restart_context":true}""");
        told.GetProperty("parts")[0].GetProperty("kind").GetString().ShouldBe("text");
        var lines = told.GetProperty("parts")[0].GetProperty("text").GetString()!.Split('\n');
        lines.Length.ShouldBe(6);
        (lines[0], lines[3], lines[4], lines[5]).ShouldBe(("=== WORKSPACE RESTART CONTEXT ===", "Env vars now available: (none)", "=== END RESTART CONTEXT ===", ""));
        lines[1].ShouldMatch(@"^Restart at: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        lines[2].ShouldMatch(@"^Previous session ended: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(\d+s ago\)$");
        var prompt = messages[1].GetProperty("params").GetProperty("message");
        prompt.GetProperty("metadata").GetRawText().ShouldBe("""{"source":"platform","kind":"restart_prompt","layer":2}""");
        prompt.GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe("Go on.");
        (await server.Admin.GetAsync($"/workspaces/{id}/activity")).ShouldBe(200, "[]");

        // Nothing is told after a resume: the next two are of the next restart.
        (await server.Admin.PostAsync($"/workspaces/{id}/pause")).Ok();
        (await server.Admin.PostAsync($"/workspaces/{id}/resume")).Ok();
        await server.StartedAsync(id, 3);
        await server.BeatAsync(id);
        await server.BeatAsync(id);
        (await server.Admin.PostAsync($"/workspaces/{id}/restart")).Ok();
        await server.StartedAsync(id, 4);
        await server.BeatAsync(id);
        await Eventually.TrueAsync(() => Task.FromResult(agent.Messages.Count >= 4));
        agent.Messages.Count.ShouldBe(4);
    }
}
