using Molecule.Grains.Records;

namespace Molecule.Storage.Records;

/// <summary>Deletes records that have outlived their use.</summary>
public interface IRecordRetention
{
    /// <summary>
    /// Deletes records of a kind, of any org, that have been in a terminal state since before <paramref name="before"/> and owe nothing; at most
    /// <paramref name="limit"/>.
    /// </summary>
    /// <returns>How many.</returns>
    Task<int> PurgeEndedAsync<T>(DateTimeOffset before, int limit, CancellationToken cancellationToken)
        where T : class, IRecord;
}
