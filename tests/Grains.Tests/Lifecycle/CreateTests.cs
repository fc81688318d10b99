using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Lifecycle;

public sealed class CreateTests
{
    [Fact]
    public void External_with_url_is_online_at_once() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        var outcome = await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev", Runtime = "external", Url = "http://agents/dev" });

        outcome.ShouldBe(new CreateOutcome(CreateRefusal.None, WorkspaceStatus.Online, null));
        Payloads(mesh, id).ShouldBe(
        [
            """WORKSPACE_PROVISIONING {"name":"dev","tier":3,"runtime":"external"}""",
            """WORKSPACE_ONLINE {"name":"dev","external":true}""",
        ]);
    });

    [Fact]
    public void External_without_url_waits_and_gets_a_token() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        var outcome = await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev", Runtime = "external" });

        outcome.Status.ShouldBe(WorkspaceStatus.AwaitingAgent);
        (await mesh.Token(outcome.Token!).AuthenticateAsync())!.WorkspaceId.ShouldBe(id);
        mesh.EventsOf(id).ShouldBe(["WORKSPACE_PROVISIONING", "WORKSPACE_AWAITING_AGENT"]);
    });

    [Fact]
    [Row("8/no-backend")]
    public void Container_without_a_provisioner_fails_and_says_so() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev" });

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Failed);
        Payloads(mesh, id)[1].ShouldBe("""WORKSPACE_PROVISION_FAILED {"error":"no provisioner is configured on this server"}""");
    });

    [Fact]
    [Row("5/failed")]
    public void Failed_workspace_recovers_with_a_heartbeat() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();
        await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev" });
        await mesh.BeatAsync(id);

        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        Payloads(mesh, id)[^1].ShouldBe("""WORKSPACE_ONLINE {"recovered_from":"failed"}""");
    });

    [Fact]
    public void Second_create_of_an_id_is_refused() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        (await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "other" })).Refusal.ShouldBe(CreateRefusal.AlreadyExists);
        (await mesh.Workspace(id).GetAsync())!.Name.ShouldBe("dev");
    });

    [Fact]
    public void Parent_must_exist_and_must_not_be_removed() => Mesh.Run(async mesh =>
    {
        var gone = await mesh.CreateExternalAsync("gone");
        await mesh.Workspace(gone).RemoveAsync(new RemoveWorkspace(true, false));

        foreach (var parent in new[] { gone, mesh.NewId() })
        {
            var id = mesh.NewId();
            (await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev", ParentId = parent })).Refusal
                .ShouldBe(CreateRefusal.InvalidParent);
            (await mesh.Workspace(id).GetAsync()).ShouldBeNull();
        }
    });

    [Fact]
    public void Unknown_workspace_leaves_nothing_behind() => Mesh.Run(async mesh =>
    {
        var id = mesh.NewId();

        (await mesh.Workspace(id).GetAsync()).ShouldBeNull();
        (await mesh.BeatAsync(id)).ShouldBe(HeartbeatOutcome.NotFound);
        (await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { Name = "x" })).ShouldBe(UpdateOutcome.NotFound);
        (await mesh.Workspace(id).UpdateCardAsync("{}")).ShouldBeFalse();
        (await mesh.Workspace(id).SetBudgetAsync(5)).ShouldBeNull();
        (await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(true, false))).Result.ShouldBe(RemoveResult.NotFound);
        mesh.Database.Records.Keys.ShouldNotContain(key => key.Kind == "workspace");
        mesh.Published.ShouldBeEmpty();
    });

    static List<string> Payloads(Mesh mesh, string id) =>
        [.. mesh.Database.Events[Mesh.OrgId].Where(e => e.WorkspaceId == id).Select(e => $"{e.Type} {e.PayloadJson}")];
}
