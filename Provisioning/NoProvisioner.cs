namespace Molecule.Provisioning;

/// <summary>No backend: agents are started by somebody else and register themselves.</summary>
sealed class NoProvisioner : IProvisioner
{
    public bool IsAvailable => false;

    public Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken) =>
        throw new ProvisioningException("There is no backend.");

    public Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunningAgent>?>(null);

    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) => false;

    public Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}
