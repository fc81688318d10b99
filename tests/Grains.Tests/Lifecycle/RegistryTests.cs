using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Lifecycle;

public sealed class RegistryTests
{
    [Fact]
    public void First_registration_yields_a_token_and_the_second_does_not() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev" });

        var first = await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", """{"name":"dev"}""", false));
        var second = await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:2", "{}", false));

        first.Result.ShouldBe(RegisterResult.Registered);
        (await mesh.Token(first.Token!).AuthenticateAsync())!.WorkspaceId.ShouldBe(id);
        second.ShouldBe(new RegisterOutcome(RegisterResult.Registered, null));
        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.Url, view.CardJson).ShouldBe((WorkspaceStatus.Online, "http://localhost:2", "{}"));
        mesh.Database.Events[Mesh.OrgId][2].PayloadJson.ShouldBe("""{"url":"http://localhost:1","agent_card":{"name":"dev"}}""");
    });

    [Fact]
    [Row("7.3/upsert")]
    public void Unknown_id_is_registered_only_for_whoever_may() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();

        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", false))).Result.ShouldBe(RegisterResult.NotFound);
        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", true))).Result.ShouldBe(RegisterResult.Registered);
        (await mesh.Workspace(id).GetAsync())!.Name.ShouldBe(id);
    });

    [Fact]
    public void First_contact_that_comes_second_is_refused() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();

        var both = await Task.WhenAll(Enumerable.Range(1, 2).Select(n =>
            mesh.Workspace(id).RegisterAsync(new RegisterAgent($"http://localhost:{n}", "{}", MayCreate: true, IsFirstContact: true))));

        both.Count(outcome => outcome is { Result: RegisterResult.Registered, Token: not null }).ShouldBe(1);
        both.ShouldContain(new RegisterOutcome(RegisterResult.TokenRequired, null));
        var winner = Array.FindIndex(both, outcome => outcome.Token is not null) + 1;
        (await mesh.Workspace(id).GetAsync())!.Url.ShouldBe($"http://localhost:{winner}");
    });

    [Fact]
    [Row("7.3/removed")]
    public void Removed_workspace_is_not_brought_back() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(false, false));
        var events = mesh.EventsOf(id).Count;

        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", true))).ShouldBe(new(RegisterResult.Removed, null));
        (await mesh.BeatAsync(id)).ShouldBe(HeartbeatOutcome.Removed);
        (await mesh.Workspace(id).UpdateCardAsync("{}")).ShouldBeFalse();
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Removed);
        mesh.EventsOf(id).Count.ShouldBe(events);
    });

    [Theory]
    [InlineData("external", RegisterResult.UrlRefused)]
    [InlineData("langgraph", RegisterResult.Registered)]
    public void Unusable_url_is_refused_from_external_agents_only(string runtime, RegisterResult result) => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev", Runtime = runtime });

        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent(null, "[1]", false))).Result.ShouldBe(result);
        (await mesh.Workspace(id).GetAsync())!.CardJson.ShouldBe(result == RegisterResult.Registered ? "[1]" : null);
    });

    [Fact]
    [Row("7.3/token")]
    public void Token_that_cannot_be_issued_does_not_fail_the_registration_and_may_be_had_later() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev" });
        mesh.Faults = operation => Task.FromResult(operation == "write token" ? MemoryFault.BeforeCommit : MemoryFault.None);
        var first = await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", false));
        mesh.Faults = null;

        first.ShouldBe(new RegisterOutcome(RegisterResult.Registered, null));
        (await mesh.Workspace(id).GetCredentialStateAsync()).LiveTokens.ShouldBe(0);
        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", false))).Token.ShouldNotBeNull();
    });

    [Fact]
    public void Heartbeat_writes_nothing_and_reads_nothing() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id);
        await mesh.PassAsync(TimeSpan.FromMinutes(1)); // The sweep settles what the creation owed.
        await mesh.BeatAsync(id);
        var before = Writes(mesh);

        for (var n = 0; n < 50; n++)
        {
            await mesh.BeatAsync(id, new Heartbeat { ActiveTasks = n % 3, CurrentTask = $"task {n}", UptimeSeconds = n });
            await mesh.PassAsync(TimeSpan.FromMilliseconds(100));
        }

        Writes(mesh).ShouldBe(before);
        (await mesh.Org.FindAsync(id))!.CurrentTask.ShouldBe("task 49");
        (await mesh.Workspace(id).GetAsync())!.UptimeSeconds.ShouldBe(49);
    });

    [Fact]
    [Row("7.2/broadcasts")]
    public void Task_is_told_of_when_it_changes_and_the_heartbeat_always() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        foreach (var task in new[] { "", "a", "a", "b", "" })
            await mesh.BeatAsync(id, new Heartbeat { CurrentTask = task, ActiveTasks = 1, UptimeSeconds = 7 });
        await mesh.PassAsync(TimeSpan.FromMilliseconds(1));

        var live = mesh.Published.Where(e => e.Sequence is null).Select(e => $"{e.Type} {e.PayloadJson}").ToArray();
        live.Where(line => line.StartsWith("TASK", StringComparison.Ordinal)).ShouldBe(
        [
            """TASK_UPDATED {"current_task":"a","active_tasks":1}""",
            """TASK_UPDATED {"current_task":"b","active_tasks":1}""",
            """TASK_UPDATED {"current_task":"","active_tasks":1}""",
        ]);
        live.Count(line => line == """WORKSPACE_HEARTBEAT {"active_tasks":1,"uptime_seconds":7}""").ShouldBe(5);
    });

    [Fact]
    [Row("5/rates")]
    public void Error_rate_degrades_and_recovers_with_their_events() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 0.8, SampleError = "boom" });
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Degraded);
        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 0.1 });
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Degraded);
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);

        mesh.Database.Events[Mesh.OrgId].Skip(2).Select(e => $"{e.Type} {e.PayloadJson}").ShouldBe(
            ["""WORKSPACE_DEGRADED {"error_rate":0.8,"sample_error":"boom"}""", "WORKSPACE_ONLINE {}"]);
    });

    [Fact]
    [Row("5/status_mgmt 7.2/metadata")]
    public void Capabilities_hold_until_a_heartbeat_says_otherwise() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 0.9, Metadata = new AgentMetadata(["status_mgmt"], null) });
        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 0.9 });
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);

        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 0.9, Metadata = new AgentMetadata([], null) });
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Degraded);
    });

    [Fact]
    public void Spend_survives_a_restart_and_starts_again_with_the_month() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { MonthlySpend = 500 });
        await mesh.BeatAsync(id, new Heartbeat { MonthlySpend = 0 });
        await mesh.RestartAsync();
        (await mesh.Workspace(id).GetAsync())!.MonthlySpend.ShouldBe(500);

        // The silo is away for most of the month: no test needs to sweep through it.
        mesh.Kill();
        await mesh.PassAsync(TimeSpan.FromDays(31) - TimeSpan.FromMinutes(1));
        await mesh.StartAsync();
        (await mesh.Workspace(id).GetAsync())!.MonthlySpend.ShouldBe(500);
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        await mesh.BeatAsync(id, new Heartbeat { MonthlySpend = 20 });
        (await mesh.Workspace(id).GetAsync())!.MonthlySpend.ShouldBe(20);
    });

    [Fact]
    public void Last_heartbeat_survives_a_restart() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(5));
        var heard = (await mesh.Org.FindAsync(id))!.LastHeartbeatAt!.Value;
        await mesh.RestartAsync();

        ((await mesh.Org.FindAsync(id))!.LastHeartbeatAt!.Value).ShouldBeGreaterThan(heard - TimeSpan.FromMinutes(1.5));
    });

    static int Writes(Mesh mesh) => mesh.Database.Operations
        .Where(each => each.Key is not ("write last seen" or "drop expired") && !each.Key.StartsWith("list due", StringComparison.Ordinal)
            && !each.Key.StartsWith("list pending", StringComparison.Ordinal)).Sum(each => each.Value);
}
