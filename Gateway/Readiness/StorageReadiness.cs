using Molecule.Storage.Health;

namespace Molecule.Gateway.Readiness;

/// <summary>Whether the database answers.</summary>
sealed class StorageReadiness(IStorageHealth storage) : IReadinessCheck
{
    public string Name => "database";

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await storage.PingAsync(cancellationToken);
        return true;
    }
}
