using Molecule.Grains.A2A;
using Molecule.Grains.Delegations;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Agents;

/// <summary>Contract 6.5.</summary>
public sealed class SleepTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Row("5/register 6.5/sequence")]
    public void Hibernation_stops_the_agent_and_tells_it_once() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStop = async _ =>
        {
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernating);
            await mesh.PassAsync(TimeSpan.FromSeconds(5));
            return true;
        };

        var outcomes = await Task.WhenAll(mesh.HibernateAsync(id, false), mesh.HibernateAsync(id, false));

        outcomes.Select(outcome => outcome.Result).Order().ShouldBe([HibernateResult.Hibernated, HibernateResult.NotFound]);
        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.Url).ShouldBe((WorkspaceStatus.Hibernated, ""));
        provisioner.Runs(id).ShouldBeFalse();
        mesh.EventsOf(id).Skip(2).ShouldBe(["WORKSPACE_HIBERNATED"]);
        mesh.PayloadOf(id, "WORKSPACE_HIBERNATED").ShouldBe("""{"name":"dev","tier":3}""");
        await mesh.BeatAsync(id);
        await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", MayCreate: false));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
    });

    [Fact]
    public void Workspace_that_never_was_is_not_waited_for() => House.Run(async (mesh, _) =>
    {
        var id = Guid.NewGuid().ToString();
        var start = mesh.Now;
        for (var i = 0; i < 10; i++)
        {
            // Each of these ends the activation, while others are on their way to it.
            await Task.WhenAll(
                mesh.HibernateAsync(id, false), mesh.Workspace(id).GetAsync(), mesh.HibernateAsync(id, true),
                mesh.Workspace(id).RestartAsync(new RestartWorkspace(false)), mesh.Workspace(id).FailBootstrapAsync("", ""));
        }

        (mesh.Now - start).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void Agent_at_work_is_put_to_sleep_by_force_only() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { ActiveTasks = 2 });

        (await mesh.HibernateAsync(id, false)).ShouldBe(new HibernateOutcome(HibernateResult.Busy, 2));
        (await mesh.HibernateAsync(id, true)).Result.ShouldBe(HibernateResult.Hibernated);

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.ActiveTasks).ShouldBe((WorkspaceStatus.Hibernated, 0));
    });

    [Fact]
    public void Only_what_is_online_or_degraded_can_sleep() => House.Run(async (mesh, _) =>
    {
        var starting = await mesh.CreateAsync("starting");
        var degraded = await mesh.CreateOnlineAsync("degraded");
        await mesh.BeatAsync(degraded, new Heartbeat { ErrorRate = 1 });

        (await mesh.HibernateAsync(starting, true)).Result.ShouldBe(HibernateResult.NotFound);
        (await mesh.HibernateAsync(mesh.NewId(), true)).Result.ShouldBe(HibernateResult.NotFound);
        (await mesh.HibernateAsync(degraded, false)).Result.ShouldBe(HibernateResult.Hibernated);
    });

    [Fact]
    [Row("6.5/wake")]
    public void Messages_wake_a_sleeper_once_and_are_told_to_wait_until_it_is_online() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        await mesh.HibernateAsync(id, false);
        provisioner.BeforeStart = (_, _) => mesh.PassAsync(TimeSpan.FromSeconds(10));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => mesh.SendAsync(id, A2ACaller.Canvas, $"m{n}")));
        answers.ShouldAllBe(answer => answer.Decision.Kind == A2ADecisionKind.Waking);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        (await mesh.SendAsync(id, A2ACaller.Canvas, "n")).Decision.Kind.ShouldBe(A2ADecisionKind.Waking);
        await mesh.UntilStartedAsync(id);
        (await mesh.SendAsync(id, A2ACaller.Canvas, "n")).Decision.Kind.ShouldBe(A2ADecisionKind.Waking);
        await mesh.BeatAsync(id);

        (await mesh.SendAsync(id, A2ACaller.Canvas, "n")).Decision.Kind.ShouldBe(A2ADecisionKind.Deliver);
        provisioner.Starts.Count.ShouldBe(2);
        mesh.EventsOf(id).Skip(3).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
    });

    [Fact]
    [Row("6.5/sequence 6.5/wake")]
    public void Whoever_looks_at_once_sees_it_asleep_and_then_waking() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        mesh.Faults = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromMilliseconds(20));
            return MemoryFault.None;
        };
        provisioner.BeforeStop = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromMilliseconds(20));
            return true;
        };

        await mesh.HibernateAsync(id);
        mesh.EventsOf(id)[^1].ShouldBe("WORKSPACE_HIBERNATED");
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);

        (await mesh.SendAsync(id, A2ACaller.Canvas, "m")).Decision.Kind.ShouldBe(A2ADecisionKind.Waking);
        mesh.EventsOf(id)[^1].ShouldBe("WORKSPACE_PROVISIONING");
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Provisioning);
    });

    [Fact]
    public void Sleep_and_wake_survive_the_silo() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStop = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromSeconds(5));
            return true;
        };
        _ = mesh.HibernateAsync(id, false);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        await mesh.RestartAsync();
        await mesh.PassAsync(Minute);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_HIBERNATED").ShouldBe(1);

        await mesh.SendAsync(id, A2ACaller.Canvas, "m");
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        await mesh.RestartAsync();
        (await mesh.SendAsync(id, A2ACaller.Canvas, "m")).Decision.Kind.ShouldBe(A2ADecisionKind.Waking);
        await mesh.PassAsync(Minute);
        provisioner.Runs(id).ShouldBeTrue();
        provisioner.Starts.Skip(1).Select(order => order.InstanceId).Distinct().Count().ShouldBe(1);
    });

    [Fact]
    [Row("6.5/idle 8/hibernation")]
    public void Idle_agent_goes_to_sleep_though_it_beats() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev", idleMinutes: 10);
        await mesh.BeatForAsync(id, 8 * Minute);
        await mesh.BeatAsync(id, new Heartbeat { ActiveTasks = 1 });
        await mesh.BeatForAsync(id, 8 * Minute);
        await mesh.SendAsync(id, A2ACaller.Canvas, "m");
        await mesh.BeatForAsync(id, 9 * Minute);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);

        await mesh.BeatForAsync(id, 4 * Minute);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
        provisioner.Runs(id).ShouldBeFalse();
    });

    [Fact]
    [Row("6.5/idle")]
    public void Agent_with_a_message_in_hand_is_not_idle() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev", idleMinutes: 3);
        var sending = mesh.SendAsync(id, A2ACaller.Canvas, "m", null);
        mesh.Agents = async (_, _, _, _) =>
        {
            await mesh.PassAsync(20 * Minute);
            return new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray());
        };
        await sending;
        var slow = mesh.SendAsync(id, A2ACaller.Canvas, "m2");
        await mesh.BeatForAsync(id, 15 * Minute);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        await mesh.BeatForAsync(id, 5 * Minute);
        await slow;
    });

    [Fact]
    [Row("6.5/idle 10.1/7")]
    public void What_is_no_message_keeps_nobody_awake() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev", idleMinutes: 3);

        var decision = await mesh.Workspace(id).RouteAsync(new A2ARequest(A2ACaller.Canvas, IsMalformed: true));
        await mesh.BeatForAsync(id, 6 * Minute);

        decision.Kind.ShouldBe(A2ADecisionKind.Deliver);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
    });

    [Fact]
    [Row("6.5/idle")]
    public void Delegation_that_is_not_sent_after_all_keeps_nobody_awake() => House.Run(async (mesh, _) =>
    {
        var boss = await mesh.CreateOnlineAsync("boss");
        var id = await mesh.CreateOnlineAsync("dev", boss, idleMinutes: 3);
        var received = mesh.KeepMessages();
        mesh.Faults = operation => Task.FromResult(operation == "change delegation" ? MemoryFault.BeforeCommit : MemoryFault.None);

        await mesh.Delegation(boss, mesh.NewId()).DelegateAsync(new NewDelegation(id, "task"));
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        mesh.Faults = operation => Task.FromResult(operation == "list due delegations" ? MemoryFault.BeforeCommit : MemoryFault.None);
        await mesh.BeatForAsync(id, 6 * Minute);

        received.ShouldBeEmpty();
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
    });

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void Agent_without_an_idle_time_never_sleeps(int? minutes) => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev", idleMinutes: minutes);
        await mesh.BeatForAsync(id, TimeSpan.FromHours(3));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
    });

    [Fact]
    public void External_workspace_sleeps_when_told_and_waits_for_its_agent_when_woken() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        (await mesh.HibernateAsync(id, false)).Result.ShouldBe(HibernateResult.Hibernated);
        (await mesh.SendAsync(id, A2ACaller.Canvas, "m")).Decision.Kind.ShouldBe(A2ADecisionKind.Waking);
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.AwaitingAgent);
    });
}
