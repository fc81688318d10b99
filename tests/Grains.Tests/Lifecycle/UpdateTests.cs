using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Lifecycle;

public sealed class UpdateTests
{
    [Fact]
    [Row("4.4/members")]
    public void Only_what_is_given_changes_and_no_event_tells_of_it() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var events = mesh.EventsOf(id).Count;

        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { Role = "QA", HasRole = true, X = 5 });
        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { X = 1.5, Y = 2, Collapsed = true, Tier = 2 });

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Name, view.Role, view.X, view.Y, view.Collapsed, view.Tier).ShouldBe(("dev", "QA", 1.5, 2, true, 2));
        (await mesh.Org.FindAsync(id)).ShouldBe(view);
        mesh.EventsOf(id).Count.ShouldBe(events);
    });

    [Fact]
    public void Empty_role_and_directory_clear_them() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { Role = "QA", HasRole = true, WorkspaceDir = "/srv", HasWorkspaceDir = true });
        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { Role = "", HasRole = true, WorkspaceDir = "", HasWorkspaceDir = true });

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Role, view.WorkspaceDir).ShouldBe((null, null));
    });

    [Fact]
    public void Move_below_itself_or_a_descendant_is_refused_whole() => Mesh.Run(async mesh =>
    {
        var a = await mesh.CreateExternalAsync("a");
        var b = await mesh.CreateExternalAsync("b", a);
        var c = await mesh.CreateExternalAsync("c", b);

        foreach (var parent in new[] { a, b, c, mesh.NewId() })
        {
            (await mesh.Workspace(a).UpdateAsync(new UpdateWorkspace { Name = "changed", ParentId = parent, HasParent = true }))
                .ShouldBe(UpdateOutcome.InvalidParent);
        }

        (await mesh.Workspace(a).GetAsync())!.Name.ShouldBe("a");
        (await mesh.Workspace(c).UpdateAsync(new UpdateWorkspace { ParentId = null, HasParent = true })).ShouldBe(UpdateOutcome.Updated);
        (await mesh.Org.GetChildrenAsync(b)).ShouldBeEmpty();
    });

    [Fact]
    [Row("4.4/parent")]
    public void Moves_at_once_never_make_a_cycle()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            Mesh.Run(
                async mesh =>
                {
                    var ids = new List<string>();
                    for (var n = 0; n < 6; n++)
                        ids.Add(await mesh.CreateExternalAsync($"w{n}"));
                    var random = mesh.Simulation.Random;
                    for (var round = 0; round < 10; round++)
                    {
                        await Task.WhenAll(ids.Select(id => mesh.Workspace(id).UpdateAsync(
                            new UpdateWorkspace { ParentId = random.Next(4) == 0 ? null : ids[random.Next(ids.Count)], HasParent = true })));
                        var parents = (await mesh.Org.ListAsync()).ToDictionary(view => view.Id, view => view.ParentId);
                        foreach (var id in ids)
                        {
                            var steps = 0;
                            for (var at = id; at is not null; at = parents[at])
                                (++steps).ShouldBeLessThanOrEqualTo(ids.Count);
                        }
                    }
                },
                seed);
        }
    }

    [Fact]
    public void Budget_is_set_and_lifted() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        (await mesh.Workspace(id).SetBudgetAsync(500))!.BudgetLimit.ShouldBe(500);
        (await mesh.Workspace(id).SetBudgetAsync(null))!.BudgetLimit.ShouldBeNull();
    });
}
