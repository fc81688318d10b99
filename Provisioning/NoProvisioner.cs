namespace Molecule.Provisioning;

/// <summary>No backend: agents are started by somebody else and register themselves.</summary>
sealed class NoProvisioner : IProvisioner
{
    public bool IsAvailable => false;

    public Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken) => Task.FromResult(true);
}
