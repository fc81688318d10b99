namespace Molecule.Storage.Ownership;

/// <summary>
/// The right to be the only program that runs an engine over the store: two engines would be two owners of every grain. For an engine of one process;
/// engines that share a store by design do not ask for it. It ends with the program, however that ends.
/// </summary>
public interface IStoreOwnership : IAsyncDisposable
{
    /// <summary>Takes it, and waits a little for a program that is just going.</summary>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False: another program has it.</returns>
    /// <exception cref="StorageUnavailableException">The store does not answer.</exception>
    Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Watches over it once it is taken, and takes it back where it was lost with a connection.</summary>
    /// <returns>Completes when another program has it: this one must stop.</returns>
    /// <exception cref="OperationCanceledException">The watch was ended.</exception>
    Task KeepAsync(CancellationToken cancellationToken);
}
