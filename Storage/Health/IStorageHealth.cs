namespace Molecule.Storage.Health;

/// <summary>Whether the store answers; for the <i>ready</i> probe.</summary>
public interface IStorageHealth
{
    /// <summary>Asks the database, beside the traffic.</summary>
    /// <exception cref="StorageUnavailableException">It does not answer.</exception>
    Task PingAsync(CancellationToken cancellationToken);
}
