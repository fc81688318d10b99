using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Orgs;

/// <summary>An event that is decided gets into the log and out of it: once, in order, whatever fails in between.</summary>
public sealed class OutboxTests
{
    [Theory]
    [InlineData(MemoryFault.BeforeCommit)]
    [InlineData(MemoryFault.AfterCommit)]
    public void Event_that_the_log_did_not_confirm_is_sent_again(MemoryFault fault) => Mesh.Run(async mesh =>
    {
        mesh.Faults = operation => Task.FromResult(operation == "append events" ? fault : MemoryFault.None);
        var id = await mesh.CreateExternalAsync("dev");
        mesh.Faults = null;

        await mesh.PassAsync(TimeSpan.FromMinutes(1));

        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
        PublishedShouldBeTheLog(mesh);
    });

    [Fact]
    public void Event_survives_the_silo_that_decided_it() => Mesh.Run(async mesh =>
    {
        mesh.Faults = operation => Task.FromResult(operation == "append events" ? MemoryFault.BeforeCommit : MemoryFault.None);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.RestartAsync();
        mesh.Faults = null;

        await mesh.PassAsync(TimeSpan.FromMinutes(1));

        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE"]);
        PublishedShouldBeTheLog(mesh);
    });

    [Fact]
    public void Later_events_do_not_overtake_earlier_ones() => Mesh.Run(async mesh =>
    {
        var failing = true;
        mesh.Faults = operation => Task.FromResult(failing && operation == "append events" ? MemoryFault.BeforeCommit : MemoryFault.None);
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.BeatAsync(id, new Heartbeat { ErrorRate = 1 });
        failing = false;
        await mesh.BeatAsync(id);
        await mesh.PassAsync(TimeSpan.FromMinutes(1));

        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_DEGRADED", "WORKSPACE_ONLINE"]);
    });

    [Fact]
    public void Debt_is_paid_once_and_forgotten() => Mesh.Run(async mesh =>
    {
        await mesh.CreateExternalAsync("dev");
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        mesh.Database.Records.Values.ShouldAllBe(row => row.DueAt == null);
        var writes = mesh.Database.Operations["write workspace"];

        await mesh.PassAsync(TimeSpan.FromSeconds(20));

        mesh.Database.Operations["write workspace"].ShouldBe(writes);
    });

    [Fact]
    public void Many_at_once_are_logged_in_few_statements_and_each_once() => Mesh.Run(async mesh =>
    {
        mesh.Faults = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromMilliseconds(5));
            return MemoryFault.None;
        };
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => mesh.CreateExternalAsync($"w{n}")));

        mesh.Database.Events[Mesh.OrgId].Count.ShouldBe(400);
        mesh.Database.Operations["append events"].ShouldBeLessThan(50);
        await mesh.PassAsync(TimeSpan.FromMilliseconds(1));
        PublishedShouldBeTheLog(mesh);
    });

    static void PublishedShouldBeTheLog(Mesh mesh) =>
        mesh.Published.Where(e => e.Sequence is not null).ShouldBe(mesh.Database.Events[Mesh.OrgId]);
}
