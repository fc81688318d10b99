using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

/// <summary>
/// Deletes what is too old from a table of the log. What is in it comes in the order of its age, so that the oldest is found without an index, which every write
/// would pay for. What was written to everybody's memory is an audit trail: it is not part of what ages.
/// </summary>
sealed class ActivityAgeing(Database database, string table)
{
    readonly string _purge =
        $"""
        DELETE FROM {table}
        WHERE created_at < @before AND position IN (
            SELECT position FROM {table} WHERE position > @after AND activity_type <> 'memory_write_global' ORDER BY position LIMIT @limit)
        RETURNING position
        """;

    // The audit trail before it is passed once in each round of bites, not in each bite.
    long _purged;

    /// <summary>Takes a bite.</summary>
    /// <returns>How many; fewer than the limit: what was written next is not that old.</returns>
    public async Task<int> PurgeAsync(DateTimeOffset before, int limit)
    {
        var parameters = new { before = before.ToDb(), limit, after = _purged };
        var deleted = await database.WriteAsync(WriteTraits.Repeatable, session => session.QueryAsync<long>(_purge, parameters));
        _purged = deleted.Count == limit ? deleted.Max() : 0;
        return deleted.Count;
    }
}
