using Molecule.Grains.Records;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Records;

sealed class RecordRetention(Database database) : IRecordRetention
{
    internal const string Purge =
        """
        DELETE FROM records
        WHERE kind = @kind AND key IN (
            SELECT key FROM records
            WHERE kind = @kind AND terminal = 1 AND due_at IS NULL AND updated_at < @before
            ORDER BY updated_at
            LIMIT @limit)
        """;

    public Task<int> PurgeEndedAsync<T>(DateTimeOffset before, int limit, CancellationToken cancellationToken)
        where T : class, IRecord
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(Purge, new { kind = T.Kind, before = before.ToDb(), limit }));
    }
}
