using Molecule.Grains.Orgs;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Orgs;

/// <summary>An org whose activation must go, because another one wrote its record, while its sweep is at work.</summary>
public sealed class LeavingTests
{
    [Fact]
    public void Org_does_not_wait_for_workspaces_that_wait_for_it() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await SweepUntilFirstWriteAsync(mesh);

        await LeaveAsync(mesh);
        var asked = mesh.Now;
        await mesh.Org.GetViewportAsync();

        (mesh.Now - asked).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_OFFLINE"]);
    });

    [Fact]
    public void Org_that_leaves_begins_nothing_more() => Mesh.Run(async mesh =>
    {
        for (var i = 0; i < 40; i++)
            await mesh.CreateExternalAsync($"dev {i}");
        var writes = await SweepUntilFirstWriteAsync(mesh);

        await LeaveAsync(mesh);
        await mesh.Org.GetViewportAsync();

        // As many as it does at once; the others are for whoever comes next.
        writes().ShouldBe(32);
    });

    // All are silent long enough for the sweep to find them. Each write takes a while, during which the workspace cannot call the org.
    static async Task<Func<int>> SweepUntilFirstWriteAsync(Mesh mesh)
    {
        await mesh.Org.SetViewportAsync(new Viewport(1, 2, 3));
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        var began = new TaskCompletionSource();
        var writes = 0;
        mesh.Faults = async operation =>
        {
            if (operation == "write workspace")
            {
                writes++;
                began.TrySetResult();
                await mesh.PassAsync(TimeSpan.FromSeconds(2));
            }

            return MemoryFault.None;
        };
        await began.Task;
        return () => writes;
    }

    // Somebody else has written its record.
    static async Task LeaveAsync(Mesh mesh)
    {
        var row = mesh.Database.Records[(OrgRecord.Kind, Mesh.OrgId)];
        mesh.Database.Records[(OrgRecord.Kind, Mesh.OrgId)] = row with { Version = row.Version + 1 };
        await Assert.ThrowsAnyAsync<Exception>(() => mesh.Org.SetViewportAsync(new Viewport(4, 5, 6)));
    }
}
