using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Agents;

/// <summary>What an agent is started with: its directory, and a token or none.</summary>
public sealed class OrderTests
{
    [Fact]
    public void Directory_that_changes_counts_from_the_next_start() => House.Run(
        async (mesh, provisioner) =>
        {
            var id = await mesh.CreateOnlineAsync("dev");
            provisioner.Starts[0].HostDirectory.ShouldBe("/srv/all");

            await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { WorkspaceDir = "/home/me", HasWorkspaceDir = true });
            await mesh.RestartAsync(id);
            await mesh.UntilStartedAsync(id);
            provisioner.Starts[1].HostDirectory.ShouldBe("/home/me");

            await mesh.Workspace(id).UpdateAsync(new UpdateWorkspace { WorkspaceDir = "", HasWorkspaceDir = true });
            await mesh.RestartAsync(id);
            await mesh.UntilStartedAsync(id);
            provisioner.Starts[2].HostDirectory.ShouldBe("/srv/all");
        },
        options => options.WorkspaceDirectory = "/srv/all");

    [Fact]
    public void Workspace_that_is_isolated_gets_no_directory_of_the_installation() => House.Run(
        async (mesh, provisioner) =>
        {
            var id = mesh.NewId();
            await mesh.Workspace(id).CreateAsync(new CreateWorkspace { Name = "dev", WorkspaceAccess = "none" });
            await mesh.UntilStartedAsync(id);
            provisioner.Starts.Single().HostDirectory.ShouldBeNull();
        },
        options => options.WorkspaceDirectory = "/srv/all");

    [Fact]
    [Row("2.11/appear-4")]
    public void Relaxed_start_only_ends_tokens_and_the_registration_issues() => House.Run(
        async (mesh, provisioner) =>
        {
            var id = await mesh.CreateAsync("dev");
            await mesh.UntilStartedAsync(id);
            provisioner.Starts[0].Token.ShouldBeNull();
            var first = await RegisterAsync(mesh, id);
            (await mesh.IsValidAsync(first)).ShouldBeTrue();
            (await RegisterAsync(mesh, id)).ShouldBeNull();

            await mesh.RestartAsync(id);
            await mesh.UntilStartedAsync(id);

            (await mesh.IsValidAsync(first)).ShouldBeFalse();
            provisioner.Starts[1].Token.ShouldBeNull();
            (await mesh.Workspace(id).GetCredentialStateAsync()).LiveTokens.ShouldBe(0);
            (await mesh.IsValidAsync(await RegisterAsync(mesh, id))).ShouldBeTrue();
            (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        },
        options => options.TokenComesWithRegistration = true);

    [Fact]
    public void Relaxed_start_ends_a_token_that_somebody_made_meanwhile() => House.Run(
        async (mesh, provisioner) =>
        {
            var id = await mesh.CreateAsync("dev");
            await mesh.UntilStartedAsync(id);
            await RegisterAsync(mesh, id);
            provisioner.BeforeStop = async _ =>
            {
                await mesh.Workspace(id).IssueTokenAsync();
                return true;
            };

            await mesh.RestartAsync(id);
            await mesh.UntilStartedAsync(id);

            (await RegisterAsync(mesh, id)).ShouldNotBeNull();
        },
        options => options.TokenComesWithRegistration = true);

    static async Task<string?> RegisterAsync(Mesh mesh, string id)
    {
        var outcome = await mesh.Workspace(id).RegisterAsync(new RegisterAgent("http://127.0.0.1:9", "{}", MayCreate: false));
        outcome.Result.ShouldBe(RegisterResult.Registered);
        return outcome.Token;
    }
}
