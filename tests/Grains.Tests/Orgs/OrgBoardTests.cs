using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Orgs;

public sealed class OrgBoardTests
{
    [Fact]
    public void Board_is_the_same_after_a_restart() => Mesh.Run(async mesh =>
    {
        var root = await mesh.CreateExternalAsync("root");
        for (var n = 0; n < 10; n++)
        {
            var id = await mesh.CreateExternalAsync($"w{n}", n % 2 == 0 ? root : null);
            await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { Role = $"role {n}", HasRole = true, X = n, Y = n });
            await mesh.Workspace(id).IssueTokenAsync();
            if (n % 5 == 0)
                await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(true, false));
        }

        var before = await mesh.Org.ListAsync();
        await mesh.RestartAsync();

        (await mesh.Org.ListAsync()).ShouldBe(before);
        before.Count.ShouldBe(9);
        (await mesh.Org.GetCredentialStateAsync()).LiveWorkspaceTokens.ShouldBe(8);
    });

    [Fact]
    public void Heartbeats_that_come_together_count_like_single_ones_and_an_overtaken_one_changes_nothing() => Mesh.Run(async mesh =>
    {
        var (one, other) = (await mesh.CreateExternalAsync("one"), await mesh.CreateExternalAsync("other"));
        var now = mesh.Now;
        await mesh.Org.BeatTogetherAsync([Beat(one, now.AddSeconds(1), "a"), Beat(other, now.AddSeconds(1), "b"), Beat(one, now.AddSeconds(2), "c")]);
        await mesh.Org.BeatTogetherAsync([Beat(one, now.AddSeconds(1.9), "late"), Beat(other, now.AddSeconds(3), "d")]);

        (await mesh.Org.FindAsync(one))!.CurrentTask.ShouldBe("c");
        (await mesh.Org.FindAsync(other))!.CurrentTask.ShouldBe("d");

        // A clock that was set back does not silence anybody.
        await mesh.Org.BeatTogetherAsync([Beat(one, now.AddHours(-1), "e")]);
        (await mesh.Org.FindAsync(one))!.CurrentTask.ShouldBe("e");

        static BoardBeat Beat(string id, DateTimeOffset at, string task) => new(id, at, null, 1, 1, task, 0, "", TaskChanged: false);
    });

    [Fact]
    [Row("7.1/discover")]
    public void Discovery_goes_through_its_checks_in_order() => Mesh.Run(async mesh =>
    {
        var root = await mesh.CreateExternalAsync("root");
        var id = await mesh.CreateExternalAsync("dev", root);
        var stranger = await mesh.CreateExternalAsync("stranger", await mesh.CreateExternalAsync("elsewhere"));
        var waiting = mesh.NewId();
        await mesh.Workspace(waiting).CreateAsync(new CreateWorkspace { Name = "new", Runtime = "external", ParentId = root });
        var unknown = mesh.NewId();

        (await mesh.Org.DiscoverAsync(stranger, id)).Result.ShouldBe(DiscoverResult.Forbidden);
        (await mesh.Org.DiscoverAsync(id, unknown)).Result.ShouldBe(DiscoverResult.Forbidden);
        (await mesh.Org.DiscoverAsync(unknown, unknown)).Result.ShouldBe(DiscoverResult.NotFound);
        var unavailable = await mesh.Org.DiscoverAsync(id, waiting);
        (unavailable.Result, unavailable.Status).ShouldBe((DiscoverResult.Unavailable, WorkspaceStatus.AwaitingAgent));
        (await mesh.Org.DiscoverAsync(root, id)).ShouldBe(
            new DiscoverOutcome(DiscoverResult.Found, "http://agents/dev", "dev", WorkspaceStatus.Online));
    });

    [Fact]
    [Row("9/removed")]
    public void Removed_workspace_is_unknown_to_everybody() => Mesh.Run(async mesh =>
    {
        var root = await mesh.CreateExternalAsync("root");
        var id = await mesh.CreateExternalAsync("dev", root);
        await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(true, false));

        (await mesh.Org.FindAsync(id)).ShouldBeNull();
        (await mesh.Org.CanCommunicateAsync(root, id)).ShouldBeFalse();
        (await mesh.Org.GetPeersAsync(id)).ShouldBeNull();
        (await mesh.Org.GetReachAsync(root)).ShouldBe([root]);
    });
}
