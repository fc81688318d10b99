using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Agents;

/// <summary>Contract 6.3 and 6.4.</summary>
public sealed class PauseTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Row("6.3/each")]
    public void Pause_reaches_everything_below_and_stops_it() => House.Run(async (mesh, provisioner) =>
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        var outside = await mesh.CreateExternalAsync("outside", child);

        (await mesh.Workspace(root).PauseAsync()).ShouldBe(new LifecycleOutcome(LifecycleResult.Accepted, 4));

        foreach (var id in (string[])[root, child, grandchild, outside])
        {
            await mesh.UntilStartedAsync(id);
            var view = (await mesh.Workspace(id).GetAsync())!;
            (view.Status, view.Url, view.ActiveTasks).ShouldBe((WorkspaceStatus.Paused, "", 0));
            provisioner.Runs(id).ShouldBeFalse();
            mesh.EventsOf(id).Count(type => type == "WORKSPACE_PAUSED").ShouldBe(1);
        }

        mesh.PayloadOf(child, "WORKSPACE_PAUSED").ShouldBe("""{"name":"child"}""");
        provisioner.Erased.ShouldBeEmpty();
    });

    [Fact]
    [Row("6.3/pause")]
    public void Pause_skips_what_is_paused_and_does_not_go_below_it() => House.Run(async (mesh, provisioner) =>
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        await mesh.Workspace(child).PauseAsync();
        await mesh.Workspace(grandchild).RestartAsync(new RestartWorkspace(false));
        var free = await mesh.CreateOnlineAsync("free", child);

        (await mesh.Workspace(root).PauseAsync()).Count.ShouldBe(1);

        (await mesh.StatusAsync(free)).ShouldBe(WorkspaceStatus.Online);
        (await mesh.Workspace(root).PauseAsync()).Result.ShouldBe(LifecycleResult.NotFound);
        (await mesh.Workspace(mesh.NewId()).PauseAsync()).Result.ShouldBe(LifecycleResult.NotFound);
    });

    [Fact]
    [Row("6.2/skips")]
    public void Paused_tree_stays_quiet() => House.Run(async (mesh, provisioner) =>
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        await mesh.Workspace(root).PauseAsync();
        var starts = provisioner.Starts.Count;
        foreach (var id in (string[])[root, child, grandchild])
        {
            await mesh.BeatAsync(id);
            await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", MayCreate: false));
        }

        await mesh.RestartAsync();
        await mesh.PassAsync(TimeSpan.FromHours(2));

        provisioner.Starts.Count.ShouldBe(starts);
        foreach (var id in (string[])[root, child, grandchild])
        {
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Paused);
            (await mesh.SendAsync(id, A2ACaller.Canvas, "m")).Decision.ShouldSatisfyAllConditions(
                decision => decision.Kind.ShouldBe(A2ADecisionKind.NoUrl), decision => decision.Status.ShouldBe("paused"));
            mesh.EventsOf(id)[^1].ShouldBe("WORKSPACE_PAUSED");
            mesh.Record(id).DueAt.ShouldBeNull();
        }
    });

    [Fact]
    [Row("6.4/resume 13/when")]
    public void Resume_goes_down_through_paused_workspaces_and_tells_no_context() => House.Run(async (mesh, provisioner) =>
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        var told = mesh.KeepMessages();
        await mesh.Workspace(root).PauseAsync();
        (await mesh.Workspace(child).UnpauseAsync()).ShouldBe(new LifecycleOutcome(LifecycleResult.AncestorPaused, AncestorName: "root"));

        (await mesh.Workspace(root).UnpauseAsync()).ShouldBe(new LifecycleOutcome(LifecycleResult.Accepted, 3));

        foreach (var id in (string[])[root, child, grandchild])
        {
            await mesh.UntilStartedAsync(id);
            provisioner.Runs(id).ShouldBeTrue();
            await mesh.BeatForAsync(id, 2 * Minute);
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
            mesh.EventsOf(id).Skip(2).ShouldBe(["WORKSPACE_PAUSED", "WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
        }

        told.ShouldBeEmpty();
        (await mesh.Workspace(root).UnpauseAsync()).Result.ShouldBe(LifecycleResult.NotFound);
    });

    [Fact]
    public void Resume_does_not_reach_what_was_restarted_in_between_or_lies_below_it() => House.Run(async (mesh, _) =>
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        await mesh.Workspace(grandchild).PauseAsync();
        await mesh.Workspace(root).PauseAsync();
        await mesh.Workspace(root).UnpauseAsync();
        (await mesh.StatusAsync(grandchild)).ShouldBe(WorkspaceStatus.Provisioning);

        await mesh.Workspace(grandchild).PauseAsync();
        await mesh.Workspace(root).PauseAsync();
        await mesh.Workspace(child).UpdateAsync(new UpdateWorkspace { HasParent = true });
        await mesh.Workspace(child).UnpauseAsync();
        await mesh.Workspace(child).UpdateAsync(new UpdateWorkspace { HasParent = true, ParentId = root });
        await mesh.Workspace(grandchild).PauseAsync();

        (await mesh.Workspace(root).UnpauseAsync()).Count.ShouldBe(1);
        (await mesh.StatusAsync(grandchild)).ShouldBe(WorkspaceStatus.Paused);
    });

    [Theory]
    [Row("6.4/resume")]
    [InlineData(false)]
    [InlineData(true)]
    public void Resume_at_once_starts_one_agent_whatever_comes_first(bool isSpoilt)
    {
        for (var seed = 0; seed < 100; seed++)
            House.Run(ResumeAtOnceAsync, seed: seed);

        async Task ResumeAtOnceAsync(Mesh mesh, FakeProvisioner provisioner)
        {
            var id = await mesh.CreateOnlineAsync("dev");
            var random = mesh.Simulation.Random;
            Task ForAMoment() => mesh.PassAsync(TimeSpan.FromMilliseconds(Math.Max(0, random.Next(-8, 8))));
            mesh.Faults = async _ =>
            {
                await ForAMoment();
                return MemoryFault.None;
            };
            provisioner.BeforeStart = (_, _) => ForAMoment();
            provisioner.BeforeStop = async _ =>
            {
                await ForAMoment();
                return true;
            };

            await mesh.Workspace(id).PauseAsync();
            await ForAMoment();
            await mesh.Workspace(id).UnpauseAsync();
            if (isSpoilt)
            {
                await ForAMoment();
                await mesh.SpoilAsync(id);
            }

            await mesh.UntilStartedAsync(id);
            await mesh.PassAsync(TimeSpan.FromSeconds(30));
            provisioner.Runs(id).ShouldBeTrue();
            provisioner.StartsOf(id).Count.ShouldBeInRange(2, isSpoilt ? 3 : 2);
            (await mesh.Workspace(id).GetAsync())!.Url.ShouldEndWith(provisioner.Starts[^1].InstanceId);
            (await mesh.IsValidAsync(provisioner.Starts[^1].Token)).ShouldBeTrue();
        }
    }

    [Fact]
    [Row("6.4/external")]
    public void External_workspace_waits_for_its_agent_after_a_resume_even_without_a_backend() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.IsAvailable = false;
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).PauseAsync();
        (await mesh.Workspace(id).UnpauseAsync()).ShouldBe(new LifecycleOutcome(LifecycleResult.Accepted, 1));

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.AwaitingAgent);
        mesh.PayloadOf(id, "WORKSPACE_AWAITING_AGENT").ShouldBe("""{"name":"dev","external":true}""");
        await mesh.PassAsync(TimeSpan.FromHours(1));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.AwaitingAgent);
        await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", MayCreate: false));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
    });

    [Fact]
    public void Resume_without_a_backend_is_refused() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.Workspace(id).PauseAsync();
        provisioner.IsAvailable = false;
        (await mesh.Workspace(id).UnpauseAsync()).Result.ShouldBe(LifecycleResult.NoProvisioner);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cascade_that_breaks_off_goes_on_after_a_crash(bool pauses) => House.Run(async (mesh, provisioner) =>
    {
        var family = await BreakOffAsync(mesh, pauses);
        await mesh.RestartAsync();

        await mesh.PassAsync(Minute);

        foreach (var id in family)
        {
            (await mesh.StatusAsync(id)).ShouldBe(pauses ? WorkspaceStatus.Paused : WorkspaceStatus.Provisioning);
            provisioner.Runs(id).ShouldBe(!pauses);
        }

        mesh.Record(family[0]).Cascade.ShouldBeNull();
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cascade_that_breaks_off_goes_on_though_its_workspace_changes_all_the_time(bool pauses) => House.Run(async (mesh, _) =>
    {
        var family = await BreakOffAsync(mesh, pauses);

        for (var i = 0; i < 12; i++)
        {
            await mesh.Workspace(family[0]).UpdateCardAsync("{}");
            await mesh.PassAsync(TimeSpan.FromSeconds(10));
        }

        foreach (var id in family)
            (await mesh.StatusAsync(id)).ShouldBe(pauses ? WorkspaceStatus.Paused : WorkspaceStatus.Provisioning);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Command_that_broke_off_goes_on_when_it_is_asked_for_again(bool pauses) => House.Run(async (mesh, _) =>
    {
        var family = await BreakOffAsync(mesh, pauses);
        var root = mesh.Workspace(family[0]);

        var outcome = pauses ? await root.PauseAsync() : await root.UnpauseAsync();

        outcome.ShouldBe(new LifecycleOutcome(LifecycleResult.Accepted, 3));
        foreach (var id in family)
            (await mesh.StatusAsync(id)).ShouldBe(pauses ? WorkspaceStatus.Paused : WorkspaceStatus.Provisioning);
        (pauses ? await root.PauseAsync() : await root.UnpauseAsync()).Result.ShouldBe(LifecycleResult.NotFound);
    });

    [Fact]
    public void Pause_during_a_start_stops_what_is_starting() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(Minute);
        var id = await mesh.CreateAsync("dev");
        await mesh.PassAsync(TimeSpan.FromSeconds(10));

        await mesh.Workspace(id).PauseAsync();
        await mesh.PassAsync(5 * Minute);

        provisioner.Runs(id).ShouldBeFalse();
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Paused);
        mesh.Record(id).Work.ShouldBeNull();
    });

    [Fact]
    public void Agent_that_cannot_be_stopped_is_tried_again() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var tries = 0;
        provisioner.BeforeStop = _ => Task.FromResult(++tries > 3);

        await mesh.Workspace(id).PauseAsync();
        await mesh.PassAsync(5 * Minute);

        provisioner.Runs(id).ShouldBeFalse();
        tries.ShouldBe(4);
    });

    // The root has changed, and nobody below it.
    static async Task<string[]> BreakOffAsync(Mesh mesh, bool pauses)
    {
        var (root, child, grandchild) = await FamilyAsync(mesh);
        if (!pauses)
            await mesh.Workspace(root).PauseAsync();
        var writes = 0;
        mesh.Faults = operation => Task.FromResult(operation == "write workspace" && ++writes > 1 ? MemoryFault.BeforeCommit : MemoryFault.None);
        await Assert.ThrowsAnyAsync<Exception>(() => pauses ? mesh.Workspace(root).PauseAsync() : mesh.Workspace(root).UnpauseAsync());
        mesh.Faults = null;
        return [root, child, grandchild];
    }

    static async Task<(string Root, string Child, string Grandchild)> FamilyAsync(Mesh mesh)
    {
        var root = await mesh.CreateOnlineAsync("root");
        var child = await mesh.CreateOnlineAsync("child", root);
        return (root, child, await mesh.CreateOnlineAsync("grandchild", child));
    }
}
