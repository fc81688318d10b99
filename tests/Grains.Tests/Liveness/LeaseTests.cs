using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Liveness;

/// <summary>Hours of liveness on the virtual clock.</summary>
public sealed class LeaseTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Agent_that_beats_stays_online_for_hours() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        await mesh.BeatForAsync(id, TimeSpan.FromHours(6));

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
    });

    [Fact]
    [Row("8/remote")]
    public void External_agent_that_falls_silent_goes_offline_after_90_seconds_and_once() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id);

        await mesh.PassAsync(TimeSpan.FromSeconds(89));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        await mesh.PassAsync(TimeSpan.FromSeconds(4));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        await mesh.PassAsync(TimeSpan.FromHours(3));

        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_OFFLINE"]);
        (await mesh.Org.FindAsync(id))!.Status.ShouldBe(WorkspaceStatus.Offline);
    });

    [Fact]
    [Row("7.3/lease 8/lease")]
    public void Registered_agent_has_180_seconds() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://localhost:1", "{}", MayCreate: true));

        await mesh.PassAsync(TimeSpan.FromSeconds(179));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        await mesh.PassAsync(TimeSpan.FromSeconds(4));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
    });

    [Fact]
    [Row("8/leases")]
    public void Agent_that_comes_back_is_online_again_and_watched_again() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.PassAsync(5 * Minute);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);

        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        await mesh.PassAsync(5 * Minute);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        mesh.EventsOf(id).ShouldBe(
            ["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_OFFLINE", "WORKSPACE_ONLINE", "WORKSPACE_OFFLINE"]);
    });

    [Fact]
    [Row("5/conditional 8/conditional")]
    public void Flapping_agent_leaves_one_event_a_change() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        for (var round = 0; round < 50; round++)
        {
            await mesh.BeatForAsync(id, 2 * Minute);
            await mesh.PassAsync(3 * Minute);
        }

        var changes = mesh.EventsOf(id).Skip(2).ToArray();
        changes.Length.ShouldBe(99);
        changes.Where((type, n) => type != (n % 2 == 0 ? "WORKSPACE_OFFLINE" : "WORKSPACE_ONLINE")).ShouldBeEmpty();
    });

    [Fact]
    public void Silent_agent_is_found_offline_although_the_silo_restarts_in_between() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.PassAsync(Minute);
        await mesh.RestartAsync();

        // A fresh lease: the silence may have been the server's own.
        await mesh.PassAsync(TimeSpan.FromSeconds(85));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        await mesh.PassAsync(TimeSpan.FromSeconds(10));
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_OFFLINE").ShouldBe(1);
    });

    [Fact]
    public void Nobody_has_to_call_for_a_lease_to_run_out() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.RestartAsync();

        await mesh.PassAsync(TimeSpan.FromHours(1));

        mesh.EventsOf(id).ShouldContain("WORKSPACE_OFFLINE");
    });

    [Fact]
    public void Lease_that_ends_while_the_store_is_away_ends_when_it_is_back() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var back = mesh.Now + (10 * Minute);
        mesh.Faults = operation => Task.FromResult(mesh.Now < back ? MemoryFault.BeforeCommit : MemoryFault.None);

        await mesh.PassAsync(11 * Minute);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Offline);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_OFFLINE").ShouldBe(1);
    });

    [Theory]
    [Row("8/conditional")]
    [InlineData(WorkspaceStatus.AwaitingAgent)]
    [InlineData(WorkspaceStatus.Failed)]
    public void Workspace_that_is_not_routable_has_no_lease(WorkspaceStatus status) => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(
            new CreateWorkspace { Name = "dev", Runtime = status == WorkspaceStatus.Failed ? "langgraph" : "external" });

        await mesh.PassAsync(TimeSpan.FromHours(1));

        (await mesh.StatusAsync(id)).ShouldBe(status);
    });
}
