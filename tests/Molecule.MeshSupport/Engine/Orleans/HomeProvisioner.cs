using Molecule.Provisioning;
using Molecule.TestSupport.Memory;

namespace Molecule.MeshSupport;

/// <summary>A test's backend as one process sees it: its calls are brought to where the test runs, and end with the process.</summary>
sealed class HomeProvisioner(IProvisioner backend, MemoryStorage storage) : IProvisioner
{
    public bool IsAvailable => backend.IsAvailable;

    public Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken) =>
        RunAsync(() => backend.StartAsync(order, cancellationToken));

    public Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken) =>
        RunAsync(() => backend.StopAsync(org, workspaceId, eraseVolume, cancellationToken));

    public Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken) =>
        RunAsync(() => backend.ListAsync(org, cancellationToken));

    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) => backend.EndedWithPlatform(org, workspaceId, instanceId);

    public Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken) =>
        RunAsync(() => backend.ReadConsoleAsync(org, workspaceId, cancellationToken));

    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        RunAsync(() => backend.ReadConfigAsync(org, workspaceId, name, cancellationToken));

    Task<T> RunAsync<T>(Func<Task<T>> call) => storage.AtHomeAsync(call);
}
