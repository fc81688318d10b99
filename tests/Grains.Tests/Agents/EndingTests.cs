using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Agents;

/// <summary>
/// An activation may end at any moment, here because another one wrote the record. What it was at must neither hold up its end nor be lost.
/// </summary>
public sealed class EndingTests
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public void Start_under_way_is_taken_up_by_the_next_activation() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStart = (_, cancelled) => mesh.PassUnlessAsync(TimeSpan.FromSeconds(20), cancelled);
        await mesh.RestartAsync(id);
        await mesh.PassAsync(Moment);

        await EndAsync(mesh, id);
        await mesh.UntilStartedAsync(id);

        provisioner.Starts.Count.ShouldBe(2);
        (await mesh.IsValidAsync(provisioner.Starts[1].Token)).ShouldBeTrue();
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_PROVISIONING").ShouldBe(2);
    });

    [Fact]
    public void Start_that_ends_while_its_activation_does_is_known_to_the_next_one() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var done = false;
        provisioner.BeforeStart = async (_, _) =>
        {
            // A backend that does not care that nobody wants it any more.
            await mesh.PassAsync(TimeSpan.FromSeconds(3));
            done = true;
        };
        await mesh.RestartAsync(id);
        await mesh.PassAsync(Moment);

        await mesh.SpoilAsync(id);
        await mesh.UntilStartedAsync(id);

        done.ShouldBeTrue();
        provisioner.Runs(id).ShouldBeTrue();
        (await mesh.Workspace(id).GetAsync())!.Url.ShouldEndWith(provisioner.Starts[^1].InstanceId);
        (await mesh.IsValidAsync(provisioner.Starts[^1].Token)).ShouldBeTrue();
    });

    [Fact]
    public void Stop_under_way_is_taken_up_by_the_next_activation() => House.Run(async (mesh, provisioner) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        provisioner.BeforeStop = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromSeconds(3));
            return true;
        };
        var sleeping = mesh.HibernateAsync(id);
        await mesh.PassAsync(Moment);

        await mesh.SpoilAsync(id);
        await sleeping;
        await mesh.PassAsync(TimeSpan.FromSeconds(10));

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Hibernated);
        provisioner.Runs(id).ShouldBeFalse();
        mesh.EventsOf(id).Count(type => type == "WORKSPACE_HIBERNATED").ShouldBe(1);
    });

    [Fact]
    public void Restart_context_under_way_is_told_by_the_next_activation_under_its_id() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var seen = new List<string>();
        mesh.Agents = async (workspace, _, request, cancelled) =>
        {
            seen.Add(House.Read(workspace, request).MessageId);
            if (seen.Count > 1)
                return new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray());
            await mesh.PassUnlessAsync(TimeSpan.FromMinutes(20), cancelled);
            return new A2ACarried(A2AOutcome.Abandoned);
        };
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        await EndAsync(mesh, id);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        seen.Count.ShouldBe(2);
        seen.Distinct().Count().ShouldBe(1);
        mesh.Record(id).Context.ShouldBeNull();
    });

    [Fact]
    public void Restart_context_that_arrived_is_not_repeated_because_the_store_was_away() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateOnlineAsync("dev");
        var told = mesh.KeepMessages();
        await mesh.RestartAsync(id);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        mesh.Faults = operation => Task.FromResult(operation == "write workspace" ? TestSupport.Memory.MemoryFault.BeforeCommit : TestSupport.Memory.MemoryFault.None);
        await mesh.PassAsync(Moment);
        for (var n = 0; n < 5; n++)
            await mesh.BeatAsync(id);
        mesh.Faults = null;
        await mesh.BeatForAsync(id, TimeSpan.FromMinutes(2));

        told.Count.ShouldBe(1);
        mesh.Record(id).Context.ShouldBeNull();
    });

    [Fact]
    public void Message_on_its_way_out_of_the_queue_goes_out_again() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var seen = 0;
        mesh.Agents = async (_, _, _, cancelled) =>
        {
            if (++seen > 1)
                return new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray());
            await mesh.PassUnlessAsync(TimeSpan.FromMinutes(4), cancelled);
            return new A2ACarried(A2AOutcome.Abandoned);
        };
        await mesh.SendAsync(id, A2ACaller.Canvas, "m", new A2ACarried(A2AOutcome.TimedOutBeforeDelivery));
        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        await EndAsync(mesh, id);
        await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        // The next activation looked for itself, without the org's round.
        seen.ShouldBe(2);
        mesh.Database.Queue.ShouldHaveSingleItem().Status.ShouldBe("completed");
    });

    [Fact]
    public void Activation_without_a_queue_looks_once() => House.Run(async (mesh, _) =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        for (var n = 0; n < 10; n++)
            await mesh.BeatAsync(id);
        await mesh.PassAsync(Moment);

        mesh.Database.Operations.GetValueOrDefault("has open").ShouldBe(1);
        mesh.Database.Operations.ShouldNotContainKey("claim");
        mesh.Database.Operations.GetValueOrDefault("release orphans").ShouldBe(0);
    });

    [Fact]
    public void Bootstrap_failure_at_the_moment_of_the_start_leaves_no_agent_behind() => House.Run(async (mesh, provisioner) =>
    {
        var id = "";
        provisioner.BeforeStart = async (_, _) =>
        {
            await mesh.PassAsync(Moment);
            (await mesh.Workspace(id).FailBootstrapAsync("no", "")).ShouldBeTrue();
        };
        provisioner.IgnoresInterrupts = true;
        id = await mesh.CreateAsync("dev");
        await mesh.PassAsync(2 * Moment);
        await mesh.UntilStartedAsync(id);

        provisioner.Starts.Count.ShouldBe(1);
        provisioner.Runs(id).ShouldBeFalse();
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        mesh.Record(id).InstanceId.ShouldBeNull();
    });

    [Fact]
    public void Start_that_fails_after_the_fact_leaves_no_agent_behind() => House.Run(async (mesh, provisioner) =>
    {
        provisioner.BeforeStart = (order, _) =>
        {
            provisioner.Haunt(order.WorkspaceId);
            throw new Provisioning.ProvisioningException("half done");
        };
        var id = await mesh.CreateAsync("dev");
        await mesh.UntilStartedAsync(id);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        provisioner.Runs(id).ShouldBeFalse();
    });

    // The end itself, and the next activation, take next to no time.
    static async Task EndAsync(Mesh mesh, string id)
    {
        var start = mesh.Now;
        await mesh.SpoilAsync(id);
        await mesh.Workspace(id).GetAsync();
        (mesh.Now - start).ShouldBeLessThan(Moment);
    }
}
