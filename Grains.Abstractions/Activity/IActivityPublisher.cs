namespace Molecule.Grains.Activity;

/// <summary>
/// Takes rows for the activity log, writes them in batches and broadcasts <c>ACTIVITY_LOGGED</c> for each that is written (contract, section 15).
/// A plain service of the process. Its buffer is bounded: when Storage is slow, writers wait.
/// </summary>
public interface IActivityPublisher
{
    /// <summary>Takes a row; it is written soon, and at the latest when the process stops.</summary>
    /// <param name="org">The org of the row.</param>
    /// <param name="row">The row; a repeated id is ignored.</param>
    /// <param name="broadcast">Whether <c>ACTIVITY_LOGGED</c> follows.</param>
    ValueTask PublishAsync(string org, ActivityRow row, bool broadcast = true);

    /// <summary>Takes a row and returns when it is in Storage.</summary>
    /// <inheritdoc cref="PublishAsync" path="/param" />
    /// <exception cref="Exception">Storage failed; the row is not in the log and nothing was broadcast.</exception>
    Task StoreAsync(string org, ActivityRow row, bool broadcast = true);
}
