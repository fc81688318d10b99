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
        await mesh.Org.SetViewportAsync(new Viewport(1, 2, 3));
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        var began = new TaskCompletionSource();
        mesh.Faults = async operation =>
        {
            if (operation == "write workspace")
            {
                // The sweep has found it silent, and waits for it: it calls the org when it has written.
                began.TrySetResult();
                await mesh.PassAsync(TimeSpan.FromSeconds(2));
            }

            return MemoryFault.None;
        };
        await began.Task;
        var row = mesh.Database.Records[(OrgRecord.Kind, Mesh.OrgId)];
        mesh.Database.Records[(OrgRecord.Kind, Mesh.OrgId)] = row with { Version = row.Version + 1 };

        await Assert.ThrowsAnyAsync<Exception>(() => mesh.Org.SetViewportAsync(new Viewport(4, 5, 6)));
        var asked = mesh.Now;
        (await mesh.Org.GetViewportAsync()).ShouldBe(new Viewport(1, 2, 3));

        (mesh.Now - asked).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_ONLINE", "WORKSPACE_OFFLINE"]);
    });
}
