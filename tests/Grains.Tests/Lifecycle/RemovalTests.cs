using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Lifecycle;

public sealed class RemovalTests
{
    static readonly RemoveWorkspace Confirmed = new(Confirmed: true, Purge: false);

    [Fact]
    public void Parent_needs_a_confirmation_and_names_its_direct_children() => Mesh.Run(async mesh =>
    {
        var (root, child, _) = await CreateTreeAsync(mesh);

        var outcome = await mesh.Workspace(root).RemoveAsync(new RemoveWorkspace(false, false));

        outcome.Result.ShouldBe(RemoveResult.ConfirmationRequired);
        outcome.Children.ShouldBe([new ChildName(child, "child")]);
        (await mesh.StatusAsync(root)).ShouldBe(WorkspaceStatus.Online);
    });

    [Fact]
    [Row("4.5/cascade")]
    public void Cascade_takes_every_depth_and_tells_of_the_root_last() => Mesh.Run(async mesh =>
    {
        var (root, child, grandchild) = await CreateTreeAsync(mesh);
        var token = (await mesh.Workspace(grandchild).IssueTokenAsync()).Token!.PlainText;

        var outcome = await mesh.Workspace(root).RemoveAsync(Confirmed);

        (outcome.Result, outcome.Descendants, outcome.StopFailures).ShouldBe((RemoveResult.Removed, 2, 0));
        await ShouldBeGoneAsync(mesh, root, child, grandchild);
        (await mesh.Token(token).AuthenticateAsync()).ShouldBeNull();
        (await mesh.Token(token).IdentifyAsync())!.WorkspaceId.ShouldBe(grandchild);
    });

    [Fact]
    [Row("4.5/cascade")]
    public void Tombstone_has_no_place_on_the_canvas() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { X = 7, Y = 8, Collapsed = true });

        await mesh.Workspace(id).RemoveAsync(Confirmed);

        var view = (await mesh.Workspace(id).GetAsync())!;
        (view.Status, view.X, view.Y, view.Collapsed).ShouldBe((WorkspaceStatus.Removed, 0, 0, false));
    });

    [Fact]
    public void Repeated_removal_is_the_same_and_tells_nothing_more() => Mesh.Run(async mesh =>
    {
        var (root, child, grandchild) = await CreateTreeAsync(mesh);
        await mesh.Workspace(root).RemoveAsync(Confirmed);

        (await mesh.Workspace(root).RemoveAsync(Confirmed)).Result.ShouldBe(RemoveResult.Removed);
        await mesh.PassAsync(TimeSpan.FromMinutes(5));
        await ShouldBeGoneAsync(mesh, root, child, grandchild);
    });

    [Fact]
    [Row("4.5/purge")]
    public void Purge_leaves_no_row() => Mesh.Run(async mesh =>
    {
        var (root, _, grandchild) = await CreateTreeAsync(mesh);
        await mesh.Workspace(grandchild).IssueTokenAsync();

        (await mesh.Workspace(root).RemoveAsync(new RemoveWorkspace(true, Purge: true))).Result.ShouldBe(RemoveResult.Removed);
        await mesh.PassAsync(TimeSpan.FromMinutes(5));

        mesh.Database.Records.Keys.ShouldAllBe(key => key.Kind == "org");
        (await mesh.Workspace(root).GetAsync()).ShouldBeNull();
    });

    [Fact]
    public void Purge_of_what_was_removed_before_takes_its_descendants_too() => Mesh.Run(async mesh =>
    {
        var (root, _, _) = await CreateTreeAsync(mesh);
        await mesh.Workspace(root).RemoveAsync(Confirmed);
        await mesh.PassAsync(TimeSpan.FromMinutes(2));

        (await mesh.Workspace(root).RemoveAsync(new RemoveWorkspace(true, Purge: true))).Result.ShouldBe(RemoveResult.Removed);
        await mesh.PassAsync(TimeSpan.FromMinutes(2));

        mesh.Database.Records.Keys.ShouldAllBe(key => key.Kind == "org");
    });

    [Fact]
    [Row("4.5/purge")]
    public void Purge_that_fails_says_so_and_stays_owed() => Mesh.Run(async mesh =>
    {
        var (root, _, _) = await CreateTreeAsync(mesh);
        mesh.Faults = operation => Task.FromResult(operation.StartsWith("erase", StringComparison.Ordinal) ? MemoryFault.BeforeCommit : MemoryFault.None);

        var outcome = await mesh.Workspace(root).RemoveAsync(new RemoveWorkspace(true, Purge: true));

        (outcome.Result, outcome.Descendants).ShouldBe((RemoveResult.PurgeFailed, 2));
        (await mesh.StatusAsync(root)).ShouldBe(WorkspaceStatus.Removed);

        // Nobody asks again: the sweep comes back to it.
        mesh.Faults = null;
        await mesh.PassAsync(TimeSpan.FromMinutes(5));
        mesh.Database.Records.Keys.ShouldAllBe(key => key.Kind == "org");
    });

    // Fails, or loses the silo, at the n-th operation after the removal began, for every n: the cascade ends all the same.
    [Theory]
    [Row("4.5/cascade")]
    [InlineData(MemoryFault.BeforeCommit)]
    [InlineData(MemoryFault.AfterCommit)]
    [InlineData(null)]
    public void Removal_ends_wherever_it_was_interrupted(MemoryFault? fault)
    {
        var interrupted = true;
        for (var step = 1; interrupted; step++)
        {
            interrupted = false;
            Mesh.Run(async mesh =>
            {
                var (root, child, grandchild) = await CreateTreeAsync(mesh);
                var token = (await mesh.Workspace(grandchild).IssueTokenAsync()).Token!.PlainText;
                await mesh.PassAsync(TimeSpan.FromMinutes(2));
                var count = 0;
                mesh.Faults = async operation =>
                {
                    if (++count != step)
                        return MemoryFault.None;
                    interrupted = true;
                    if (fault is { } failure)
                        return failure;
                    mesh.Kill();
                    return MemoryFault.None;
                };

                try
                {
                    await mesh.Workspace(root).RemoveAsync(Confirmed);
                }
                catch (Exception e) when (e is not ShouldAssertException)
                {
                    // The caller is told of a failure; what was begun is finished without it.
                }

                mesh.Faults = null;
                if (fault is null && interrupted)
                    await mesh.StartAsync();
                if ((await mesh.StatusAsync(root)) != WorkspaceStatus.Removed)
                    await mesh.Workspace(root).RemoveAsync(Confirmed);
                await mesh.PassAsync(TimeSpan.FromMinutes(3));

                await ShouldBeGoneAsync(mesh, root, child, grandchild);
                (await mesh.Token(token).AuthenticateAsync()).ShouldBeNull();
                mesh.Database.Records.Where(each => each.Key.Kind == "workspace").ShouldAllBe(each => each.Value.DueAt == null);
            });
            step.ShouldBeLessThan(500);
        }
    }

    [Fact]
    public void Child_created_while_its_parent_goes_goes_with_it() => Mesh.Run(async mesh =>
    {
        for (var round = 0; round < 20; round++)
        {
            var root = await mesh.CreateExternalAsync("root");
            var child = await mesh.CreateExternalAsync("child", root);
            var late = mesh.NewId();
            var removal = mesh.Workspace(root).RemoveAsync(Confirmed);
            await mesh.Workspace(late).CreateAsync(new CreateWorkspace { Name = "late", Runtime = "external", Url = "http://a", ParentId = child });
            await removal;
        }

        await mesh.PassAsync(TimeSpan.FromMinutes(1));

        (await mesh.Org.ListAsync()).ShouldBeEmpty();
    });

    static async Task<(string Root, string Child, string Grandchild)> CreateTreeAsync(Mesh mesh)
    {
        var root = await mesh.CreateExternalAsync("root");
        var child = await mesh.CreateExternalAsync("child", root);
        return (root, child, await mesh.CreateExternalAsync("grandchild", child));
    }

    static async Task ShouldBeGoneAsync(Mesh mesh, string root, params string[] below)
    {
        (await mesh.Org.ListAsync()).ShouldBeEmpty();
        var events = mesh.Database.Events[Mesh.OrgId].Where(e => e.Type == "WORKSPACE_REMOVED").Select(e => (e.WorkspaceId, e.PayloadJson)).ToArray();
        events.Length.ShouldBe(below.Length + 1);
        events[^1].ShouldBe((root, $$"""{"cascade_deleted":{{below.Length}}}"""));
        events[..^1].Order().ShouldBe(below.Select(id => (id, "{}")).Order());
        foreach (var id in below.Append(root))
        {
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Removed);
            (await mesh.Workspace(id).GetCredentialStateAsync()).LiveTokens.ShouldBe(0);
        }
    }
}
