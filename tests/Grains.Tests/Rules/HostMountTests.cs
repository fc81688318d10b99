using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

/// <summary>Contract, provisioning 4.4: which directory of the host an agent gets, and when none.</summary>
public sealed class HostMountTests
{
    [Theory]
    [Row("1.5/WORKSPACE_DIR")]
    [InlineData(null, null, null, null)]
    [InlineData(null, null, "/srv/all", "/srv/all")]
    [InlineData("/home/me", null, null, "/home/me")]
    [InlineData("/home/me", null, "/srv/all", "/home/me")]
    [InlineData("/home/me", "read_write", "/srv/all", "/home/me")]
    [InlineData("/home/me", "none", "/srv/all", null)]
    [InlineData("/home/me", "read_only", "/srv/all", null)]
    [InlineData(null, "none", "/srv/all", null)]
    [InlineData(null, "read_write", "/srv/all", "/srv/all")]
    public void Workspace_s_directory_counts_before_the_installation_s(string? stored, string? access, string? fallback, string? expected)
    {
        HostMount.DirectoryOf(new WorkspaceRecord { WorkspaceDir = stored, WorkspaceAccess = access }, fallback).ShouldBe(expected);
        HostMount.DirectoryOf(new WorkspaceRecord { WorkspaceDir = stored, WorkspaceAccess = access, Tier = 1 }, fallback).ShouldBeNull();
    }
}
