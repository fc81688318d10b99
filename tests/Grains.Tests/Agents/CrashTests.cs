using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Agents;

/// <summary>Contract 6.2, 8 and 10.7: what dies is restarted, and not too eagerly.</summary>
public sealed class CrashTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Row("6.2/when 8/container")]
    public void Agent_that_dies_is_found_within_15_seconds_and_restarted() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.BeatForAsync(id, 15 * Minute);
        provisioner.Crash(id);

        await mesh.PassAsync(TimeSpan.FromSeconds(17));

        provisioner.Runs(id).ShouldBeTrue();
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
        mesh.EventsOf(id).Skip(2).ShouldBe(["WORKSPACE_OFFLINE", "WORKSPACE_PROVISIONING"]);
        (await mesh.IsValidAsync(provisioner.Starts[1].Token)).ShouldBeTrue();
    });

    [Fact]
    [Row("6.2/when 8/lease")]
    public void Agent_that_falls_silent_is_replaced() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");

        await mesh.PassAsync(TimeSpan.FromSeconds(190));

        provisioner.Starts.Count.ShouldBe(2);
        mesh.EventsOf(id).Skip(2).ShouldBe(["WORKSPACE_OFFLINE", "WORKSPACE_PROVISIONING"]);
    });

    [Fact]
    [Row("8/container")]
    public void Nobody_is_dead_because_the_backend_cannot_tell() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        (provisioner.IsBlind, _) = (true, 0);

        await mesh.BeatForAsync(id, 5 * Minute);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        provisioner.Starts.Count.ShouldBe(1);
    });

    [Fact]
    [Row("6.2/backoff")]
    public void Crash_loop_is_slowed_down_and_a_stable_agent_starts_anew() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var downs = new List<TimeSpan>();
        for (var round = 0; round < 8; round++)
            downs.Add(await CrashAsync(mesh, provisioner, id));

        // None, 10, 20, 40, 80, 160, 300, 300 s, up to a quarter more, and up to 20 s until the sweeps see it.
        double[] least = [0, 10, 20, 40, 80, 160, 300, 300];
        for (var round = 0; round < 8; round++)
            downs[round].TotalSeconds.ShouldBeInRange(least[round], (least[round] * 1.25) + 22);

        await mesh.BeatForAsync(id, 11 * Minute);
        (await CrashAsync(mesh, provisioner, id)).ShouldBeLessThan(TimeSpan.FromSeconds(22));
    });

    [Fact]
    public void Restart_that_waits_is_found_by_the_next_silo() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        for (var round = 0; round < 4; round++)
            await CrashAsync(mesh, provisioner, id);
        provisioner.Crash(id);
        await mesh.PassAsync(TimeSpan.FromSeconds(20));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        var starts = provisioner.Starts.Count;

        await mesh.RestartAsync();
        await mesh.PassAsync(3 * Minute);

        provisioner.Starts.Count.ShouldBe(starts + 1);
    });

    [Fact]
    public void Agent_that_is_heard_while_its_restart_waits_is_left_alone() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        for (var round = 0; round < 4; round++)
            await CrashAsync(mesh, provisioner, id);
        var starts = provisioner.Starts.Count;
        await mesh.PassAsync(TimeSpan.FromSeconds(185));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);

        await mesh.BeatForAsync(id, 10 * Minute);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        provisioner.Starts.Count.ShouldBe(starts);
    });

    [Fact]
    public void Agent_that_ends_before_it_is_ready_is_tried_a_few_times() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateAsync("dev");
        await mesh.UntilStartedAsync(id);

        for (var end = mesh.Now + (9 * Minute); mesh.Now < end; await mesh.PassAsync(TimeSpan.FromSeconds(1)))
            provisioner.Crash(id);

        provisioner.Starts.Count.ShouldBe(5);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        mesh.PayloadOf(id, "WORKSPACE_PROVISION_FAILED").ShouldBe("""{"error":"workspace agent ended before it registered — see its console"}""");
    });

    [Fact]
    [Row("6.2/skips")]
    public void Nothing_below_a_paused_workspace_restarts_by_itself() => House.Run(async (mesh, provisioner) =>
    {
        var root = await mesh.CreateOnlineAsync("root");
        var child = await mesh.CreateOnlineAsync("child");
        await mesh.Workspace(root).PauseAsync();
        await mesh.Workspace(child).UpdateAsync(new UpdateWorkspace { ParentId = root, HasParent = true });
        provisioner.Crash(child);

        await mesh.PassAsync(TimeSpan.FromHours(1));

        (await mesh.StatusAsync(child)).ShouldBe(WorkspaceStatus.Offline);
        provisioner.StartsOf(child).Count.ShouldBe(1);
    });

    [Theory]
    [InlineData(A2AOutcome.Unreachable)]
    [InlineData(A2AOutcome.ConnectionLost)]
    [InlineData(A2AOutcome.TimedOutAfterDelivery)]
    public void Message_to_a_dead_agent_brings_it_back(A2AOutcome outcome) => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.Crash(id);

        var (_, settlement) = await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new A2ACarried(outcome));

        settlement!.Kind.ShouldBe(SettlementKind.Restarting);
        await mesh.UntilStartedAsync(id);
        provisioner.Runs(id).ShouldBeTrue();
        mesh.EventsOf(id).Skip(2).ShouldBe(["WORKSPACE_OFFLINE", "WORKSPACE_PROVISIONING"]);
        mesh.Database.Queue.ShouldBeEmpty();
    });

    [Theory]
    [InlineData(true, A2AOutcome.TimedOutAfterDelivery, SettlementKind.Queued)]
    [InlineData(true, A2AOutcome.Unreachable, SettlementKind.Done)]
    [InlineData(false, A2AOutcome.TimedOutAfterDelivery, SettlementKind.Queued)]
    public void Message_to_an_agent_that_may_live_does_not_restart_it(bool runs, A2AOutcome outcome, SettlementKind kind) => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.IsBlind = !runs;

        var (_, settlement) = await mesh.SendAsync(id, A2ACaller.Canvas, "m1", new A2ACarried(outcome));

        settlement!.Kind.ShouldBe(kind);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
    });

    [Fact]
    public void All_agents_that_died_with_the_platform_come_back_once() => House.Run(async (mesh, provisioner) =>
    {
        var ids = new List<string>();
        for (var n = 0; n < 20; n++)
            ids.Add(await mesh.CreateOnlineAsync($"dev{n}"));
        mesh.Kill();
        provisioner.EndWithPlatform();
        await mesh.StartAsync();

        await mesh.PassAsync(2 * Minute);

        foreach (var id in ids)
        {
            provisioner.Runs(id).ShouldBeTrue();
            provisioner.StartsOf(id).Count.ShouldBe(2);
        }
    });

    [Fact]
    [Row("6.2/backoff")]
    public void Agent_that_ended_with_the_platform_comes_back_at_once_however_often() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await CrashAsync(mesh, provisioner, id);
        var crashes = mesh.Record(id).Crashes;
        for (var round = 0; round < 6; round++)
        {
            await RestartPlatformAsync(mesh, provisioner, TimeSpan.FromSeconds(5));
            await mesh.PassAsync(TimeSpan.FromSeconds(4));
            provisioner.Runs(id).ShouldBeTrue();
            await mesh.BeatAsync(id);
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        }

        // Neither counted nor forgotten.
        mesh.Record(id).Crashes.ShouldBe(crashes);
        (await CrashAsync(mesh, provisioner, id)).TotalSeconds.ShouldBeInRange(10, 35);
    });

    [Fact]
    public void Agent_that_was_not_ready_when_the_platform_ended_begins_anew() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateAsync("dev");
        await mesh.UntilStartedAsync(id);
        for (var round = 0; round < 6; round++)
        {
            // Longer than a start may take.
            await RestartPlatformAsync(mesh, provisioner, 20 * Minute);
            await mesh.PassAsync(TimeSpan.FromSeconds(10));
            provisioner.Runs(id).ShouldBeTrue();
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
        }

        mesh.Record(id).FailedBoots.ShouldBe(0);
        await mesh.PassAsync(11 * Minute);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
    });

    static async Task RestartPlatformAsync(Mesh mesh, FakeProvisioner provisioner, TimeSpan down)
    {
        mesh.Kill();
        provisioner.EndWithPlatform();
        await mesh.PassAsync(down);
        await mesh.StartAsync();
    }

    // How long it was down.
    static async Task<TimeSpan> CrashAsync(Mesh mesh, FakeProvisioner provisioner, string id)
    {
        provisioner.Crash(id);
        var since = mesh.Now;
        while (!provisioner.Runs(id))
            await mesh.PassAsync(TimeSpan.FromSeconds(1));
        var down = mesh.Now - since;
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        return down;
    }
}
