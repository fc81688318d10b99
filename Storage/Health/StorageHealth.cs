using Molecule.Storage.Sql;

namespace Molecule.Storage.Health;

sealed class StorageHealth(Database database) : IStorageHealth
{
    public Task PingAsync(CancellationToken cancellationToken) => database.PingAsync(cancellationToken);
}
