using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Provisioning;

namespace Molecule.Grains.Tests.Agents;

/// <summary>Contract 4.3, 6.1, 6.7, 8: starts, restarts and how they fail.</summary>
public sealed class RestartTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Created_workspace_is_started_once_and_is_online_when_its_agent_is_heard() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateAsync("dev");
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
        await mesh.UntilStartedAsync(id);

        var order = provisioner.Starts.ShouldHaveSingleItem();
        (order.Org, order.WorkspaceId, order.Name, order.Tier, order.Runtime).ShouldBe((Mesh.OrgId, id, "dev", 3, "langgraph"));
        (await mesh.IsValidAsync(order.Token)).ShouldBeTrue();
        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:8000", "{}", MayCreate: false))).Token.ShouldBeNull();
        await mesh.BeatAsync(id);

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.Url, view.InternalUrl).ShouldBe((WorkspaceStatus.Online, $"http://127.0.0.1/{id}/{order.InstanceId}", "http://localhost:8000"));
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
        await mesh.BeatForAsync(id, 20 * Minute);
        provisioner.Starts.Count.ShouldBe(1);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
    });

    [Fact]
    [Row("6.1/any")]
    public void Restart_answers_at_once_replaces_the_agent_and_its_token() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var old = provisioner.Starts[0].Token;
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(2 * Minute);
        var asked = mesh.Now;

        (await mesh.RestartAsync(id)).ShouldBe(new LifecycleOutcome(LifecycleResult.Accepted, 1));

        mesh.Now.ShouldBe(asked);
        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.Url).ShouldBe((WorkspaceStatus.Provisioning, ""));
        await mesh.UntilStartedAsync(id);
        (await mesh.IsValidAsync(old)).ShouldBeFalse();
        (await mesh.IsValidAsync(provisioner.Starts[1].Token)).ShouldBeTrue();
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
        mesh.PayloadOf(id, "WORKSPACE_PROVISIONING").ShouldBe("""{"name":"dev","tier":3,"runtime":"langgraph"}""");
    });

    [Fact]
    public void Agent_that_is_being_replaced_decides_nothing_any_more() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStop = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromSeconds(5));
            return true;
        };
        await mesh.RestartAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));

        (await mesh.BeatAsync(id)).ShouldBe(HeartbeatOutcome.Ok);
        (await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", MayCreate: false))).Token.ShouldBeNull();

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.Url).ShouldBe((WorkspaceStatus.Provisioning, ""));
    });

    [Fact]
    public void Restart_asked_for_twice_is_done_once() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(Minute);

        var outcomes = await Task.WhenAll(mesh.RestartAsync(id), mesh.RestartAsync(id), mesh.RestartAsync(id));
        await mesh.PassAsync(TimeSpan.FromSeconds(30));
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);

        outcomes.ShouldAllBe(outcome => outcome.Result == LifecycleResult.Accepted);
        provisioner.Starts.Count.ShouldBe(2);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_PROVISIONING").ShouldBe(2);
    });

    [Fact]
    public void Restart_of_an_agent_that_hangs_at_its_start_starts_another() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateAsync("dev");
        await mesh.UntilStartedAsync(id);
        await mesh.PassAsync(Minute);

        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);

        provisioner.Starts.Count.ShouldBe(2);
        provisioner.Starts[0].InstanceId.ShouldNotBe(provisioner.Starts[1].InstanceId);
    });

    [Fact]
    public void Restart_that_is_half_done_when_the_silo_dies_is_done_once() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(TimeSpan.FromSeconds(20));
        await mesh.RestartAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(10));
        await mesh.RestartAsync();

        await mesh.UntilStartedAsync(id);
        await mesh.PassAsync(2 * Minute);

        // The backend ends what the dead silo began; the next silo starts it under the same name, which is not another restart.
        provisioner.Starts.Skip(1).Select(order => order.InstanceId).Distinct().Count().ShouldBe(1);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_PROVISIONING").ShouldBe(2);
        provisioner.Runs(id).ShouldBeTrue();
    });

    [Fact]
    public void Start_that_was_done_but_not_written_is_not_done_again() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStart = (_, _) =>
        {
            // From here on nothing is written until the silo is another one.
            mesh.Faults = operation => Task.FromResult(
                operation == "write workspace" ? TestSupport.Memory.MemoryFault.BeforeCommit : TestSupport.Memory.MemoryFault.None);
            return Task.CompletedTask;
        };
        await mesh.RestartAsync(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(10));
        mesh.Faults = null;
        await mesh.RestartAsync();
        await mesh.UntilStartedAsync(id);

        provisioner.Starts.Count.ShouldBe(2);
        (await mesh.IsValidAsync(provisioner.Starts[1].Token)).ShouldBeTrue();
        (await mesh.Workspace(id).GetAsync())!.Url.ShouldEndWith(provisioner.Starts[1].InstanceId);
    });

    [Fact]
    public void Reset_reaches_the_backend() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.Workspace(id).RestartAsync(new RestartWorkspace(ResetSession: true));
        await mesh.UntilStartedAsync(id);
        provisioner.Starts.Select(order => order.ResetSession).ShouldBe([false, true]);
    });

    [Fact]
    public void Restart_is_refused_where_it_cannot_be_done() => House.Run(async (mesh, provisioner) =>
    {
        var root = await mesh.CreateOnlineAsync("root");
        var id = await mesh.CreateOnlineAsync("dev", await mesh.CreateOnlineAsync("middle", root));
        var external = await mesh.CreateExternalAsync("outside");
        var removed = await mesh.CreateOnlineAsync("gone");
        await mesh.Workspace(removed).RemoveAsync(new RemoveWorkspace(true, false));

        (await mesh.RestartAsync(mesh.NewId())).Result.ShouldBe(LifecycleResult.NotFound);
        (await mesh.RestartAsync(removed)).Result.ShouldBe(LifecycleResult.NotFound);
        (await mesh.RestartAsync(external)).Result.ShouldBe(LifecycleResult.IsExternal);
        await mesh.Workspace(root).PauseAsync();
        await mesh.Workspace(root).UnpauseAsync();
        await mesh.Workspace((await mesh.Workspace(id).GetAsync())!.ParentId!).PauseAsync();
        (await mesh.RestartAsync(id)).ShouldBe(new LifecycleOutcome(LifecycleResult.AncestorPaused, AncestorName: "middle"));
        provisioner.IsAvailable = false;
        (await mesh.RestartAsync(root)).Result.ShouldBe(LifecycleResult.NoProvisioner);
    });

    [Fact]
    [Row("6.1/any")]
    public void Restart_works_on_what_is_paused_hibernated_or_failed() => House.Run(async (mesh, provisioner) =>
    {
        foreach (var status in (WorkspaceStatus[])[WorkspaceStatus.Paused, WorkspaceStatus.Hibernated, WorkspaceStatus.Failed])
        {
            var id = await mesh.CreateOnlineAsync($"{status}");
            if (status == WorkspaceStatus.Paused)
                await mesh.Workspace(id).PauseAsync();
            else if (status == WorkspaceStatus.Hibernated)
                await mesh.HibernateAsync(id, false);
            else
                await FailAsync(mesh, provisioner, id);
            (await mesh.StatusAsync(id)).ShouldBe(status);

            (await mesh.RestartAsync(id)).Result.ShouldBe(LifecycleResult.Accepted);
            await mesh.UntilStartedAsync(id);
            await mesh.BeatAsync(id);

            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
            provisioner.Runs(id).ShouldBeTrue();
        }
    });

    [Fact]
    [Row("8/generic")]
    public void Start_that_fails_leaves_a_failed_workspace_and_says_nothing_of_the_backend() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = (_, _) => throw new ProvisioningException("secret path /x");
        var id = await mesh.CreateAsync("dev");
        await mesh.UntilStartedAsync(id);

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.LastSampleError).ShouldBe((WorkspaceStatus.Failed, "workspace start failed"));
        mesh.PayloadOf(id, "WORKSPACE_PROVISION_FAILED").ShouldBe("""{"error":"workspace start failed"}""");
        await mesh.PassAsync(TimeSpan.FromHours(1));
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_PROVISION_FAILED"]);
    });

    [Fact]
    [Row("8/start")]
    public void Start_that_takes_more_than_3_minutes_is_given_up() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = async (_, cancelled) =>
        {
            var ended = new TaskCompletionSource();
            await using var registration = cancelled.UnsafeRegister(_ => ended.TrySetResult(), null);
            await ended.Task;
        };
        var id = await mesh.CreateAsync("dev");
        await mesh.PassAsync(TimeSpan.FromSeconds(179));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
        await mesh.PassAsync(TimeSpan.FromSeconds(2));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        provisioner.Starts.ShouldBeEmpty();
    });

    [Theory]
    [Row("8/provision")]
    [InlineData("langgraph", 600)]
    [InlineData("hermes", 1800)]
    public void Agent_that_is_never_heard_of_fails_its_workspace_when_its_time_is_up(string runtime, int seconds) => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateAsync("dev", runtime: runtime);
        await mesh.PassAsync(TimeSpan.FromSeconds(seconds - 5));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);

        await mesh.PassAsync(TimeSpan.FromSeconds(40));

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        mesh.PayloadOf(id, "WORKSPACE_PROVISION_FAILED").ShouldBe(
            $$"""{"error":"{{LifecycleRules.TimedOut}}","timeout_secs":{{seconds}},"runtime":"{{runtime}}","source":"provision_timeout_sweep"}""");
        (await mesh.Org.FindAsync(id))!.LastSampleError.ShouldBe(LifecycleRules.TimedOut);

        // A slow boot is not lost.
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        mesh.PayloadOf(id, "WORKSPACE_ONLINE").ShouldBe("""{"recovered_from":"failed"}""");
        provisioner.Starts.Count.ShouldBe(1);
    });

    [Fact]
    [Row("1.5/PROVISION_TIMEOUT_SECONDS")]
    public void Provision_time_out_survives_the_silo_and_can_be_set() => House.Run(
        async (mesh, _) =>
        {
            var id = await mesh.CreateAsync("dev");
            await mesh.UntilStartedAsync(id);
            await mesh.PassAsync(TimeSpan.FromSeconds(20));
            await mesh.RestartAsync();
            await mesh.PassAsync(TimeSpan.FromSeconds(90));
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        },
        options => options.ProvisionTimeout = TimeSpan.FromSeconds(60));

    [Fact]
    [Row("8/provision")]
    public void Start_that_nobody_could_try_while_the_platform_was_away_has_all_of_its_time() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = (_, cancelled) => mesh.PassUnlessAsync(TimeSpan.FromMinutes(2), cancelled);
        var id = await mesh.CreateAsync("dev");
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        mesh.Kill();
        await mesh.PassAsync(TimeSpan.FromMinutes(20));
        provisioner.BeforeStart = null;
        await mesh.StartAsync();
        await mesh.Org.WakeAsync();
        await mesh.UntilStartedAsync(id);

        (provisioner.Runs(id), await mesh.StatusAsync(id)).ShouldBe((true, WorkspaceStatus.Provisioning));
        await mesh.PassAsync(TimeSpan.FromMinutes(9));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
        // Once, and not for ever.
        await mesh.PassAsync(TimeSpan.FromMinutes(2));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
    });

    [Fact]
    public void Bootstrap_failure_counts_only_while_provisioning() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateAsync("dev");
        var tail = new string('a', 9000) + "ü the end";

        (await mesh.Workspace(id).FailBootstrapAsync("", tail)).ShouldBeTrue();
        (await mesh.Workspace(id).FailBootstrapAsync("again", "")).ShouldBeFalse();
        (await mesh.Workspace(mesh.NewId()).FailBootstrapAsync("", "")).ShouldBeFalse();

        var view = (await mesh.Workspace(id).GetAsync())!;
        view.Status.ShouldBe(WorkspaceStatus.Failed);
        view.LastSampleError.ShouldStartWith("bootstrap failed — see log_tail\n\naaa");
        view.LastSampleError.ShouldEndWith("ü the end");
        System.Text.Encoding.UTF8.GetByteCount(view.LastSampleError).ShouldBeLessThanOrEqualTo(8192);
        var payload = mesh.PayloadOf(id, "WORKSPACE_PROVISION_FAILED");
        payload.ShouldStartWith("""{"error":"bootstrap failed — see log_tail","log_tail":"...(truncated)...\naaa""");
        payload.ShouldEndWith("""ü the end","source":"bootstrap_watcher"}""");
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_PROVISION_FAILED").ShouldBe(1);
    });

    [Fact]
    public void Console_is_what_the_backend_shows() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        (await mesh.Workspace(id).GetConsoleAsync()).Result.ShouldBe(ConsoleResult.Unavailable);
        provisioner.Consoles[id] = "hello";
        (await mesh.Workspace(id).GetConsoleAsync()).ShouldBe(new ConsoleOutcome(ConsoleResult.Read, "hello"));
        (await mesh.Workspace(mesh.NewId()).GetConsoleAsync()).Result.ShouldBe(ConsoleResult.NotFound);
    });

    [Fact]
    public void Removal_during_a_start_leaves_nothing_running() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(Minute);
        var id = await mesh.CreateAsync("dev");
        await mesh.PassAsync(TimeSpan.FromSeconds(5));

        (await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(true, false))).Result.ShouldBe(RemoveResult.Removed);
        await mesh.PassAsync(5 * Minute);

        provisioner.Runs(id).ShouldBeFalse();
        provisioner.Erased.ShouldContain(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Removed);
    });

    [Fact]
    [Row("8/orphans")]
    public void Agent_whose_workspace_is_gone_is_ended() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(true, false));
        provisioner.Haunt(id);
        var stranger = mesh.NewId();
        provisioner.Haunt(stranger);

        await mesh.PassAsync(2 * Minute);

        provisioner.Runs(id).ShouldBeFalse();
        provisioner.Runs(stranger).ShouldBeFalse();
    });

    [Fact]
    [Row("8/orphans")]
    public void Agent_that_cannot_be_ended_holds_no_other_up_and_is_tried_again() => House.Run(async (mesh, provisioner) =>
    {
        await mesh.CreateOnlineAsync("dev"); // Whose org sweeps.
        var (broken, stubborn, hanging, other) = (mesh.NewId(), mesh.NewId(), mesh.NewId(), mesh.NewId());
        foreach (var id in new[] { broken, stubborn, hanging, other })
            provisioner.Haunt(id);
        var tries = new Dictionary<string, int>();
        var hang = new TaskCompletionSource<bool>();
        provisioner.BeforeStop = id =>
        {
            tries[id] = tries.GetValueOrDefault(id) + 1;
            return id == broken && tries[id] == 1 ? throw new IOException("no")
                : id == hanging && tries[id] == 1 ? hang.Task
                : Task.FromResult(id != stubborn || tries[id] > 1);
        };

        for (var end = mesh.Now + 3 * Minute; tries.Count < 4 && mesh.Now < end;)
            await mesh.PassAsync(TimeSpan.FromSeconds(1));
        (provisioner.Runs(other), provisioner.Runs(broken), provisioner.Runs(stubborn), provisioner.Runs(hanging)).ShouldBe((false, true, true, true));

        await mesh.PassAsync(1.5 * Minute);
        (provisioner.Runs(broken), provisioner.Runs(stubborn)).ShouldBe((false, false));
        tries[hanging].ShouldBe(1); // Not twice at once.
        hang.SetResult(false);
        await mesh.PassAsync(1.5 * Minute);
        provisioner.Runs(hanging).ShouldBeFalse();
    });

    static async Task FailAsync(Mesh mesh, FakeProvisioner provisioner, string id)
    {
        provisioner.BeforeStart = (_, _) => throw new ProvisioningException("no");
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        provisioner.BeforeStart = null;
    }
}
