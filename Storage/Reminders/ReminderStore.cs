using Molecule.Storage.Sql;
using Orleans.Embedded;

namespace Molecule.Storage.Reminders;

/// <summary>Keeps the embedded engine's reminders.</summary>
sealed class ReminderStore(Database database) : IReminderStore
{
    const string Select = "SELECT grain_id AS GrainId, name AS Name, first_due_at AS FirstDueAt, period AS Period, etag AS ETag FROM reminders";

    const string Upsert =
        """
        INSERT INTO reminders (grain_id, name, first_due_at, period, etag)
        VALUES (@grainId, @name, @firstDueAt, @period, @etag)
        ON CONFLICT (grain_id, name)
        DO UPDATE SET first_due_at = excluded.first_due_at, period = excluded.period, etag = excluded.etag
        """;

    const string Delete = "DELETE FROM reminders WHERE grain_id = @grainId AND name = @name AND etag = @etag";

    public Task UpsertAsync(ReminderRecord reminder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parameters = new
        {
            grainId = reminder.GrainId.ToString(),
            name = reminder.Name,
            firstDueAt = reminder.FirstDueAt.ToDb(),
            period = reminder.Period.Ticks / TimeSpan.TicksPerMicrosecond,
            etag = reminder.ETag,
        };
        return database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(Upsert, parameters));
    }

    public async Task<bool> RemoveAsync(GrainId grainId, string name, string eTag, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parameters = new { grainId = grainId.ToString(), name, etag = eTag };
        return await database.WriteAsync(WriteTraits.Repeatable, session => session.ExecuteAsync(Delete, parameters)) > 0;
    }

    public Task<IReadOnlyList<ReminderRecord>> ListAsync(GrainId grainId, CancellationToken cancellationToken) =>
        ReadAsync(Select + " WHERE grain_id = @grainId ORDER BY name", new { grainId = grainId.ToString() }, cancellationToken);

    public Task<IReadOnlyList<ReminderRecord>> ListAllAsync(CancellationToken cancellationToken) =>
        ReadAsync(Select + " ORDER BY grain_id, name", null, cancellationToken);

    async Task<IReadOnlyList<ReminderRecord>> ReadAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<Row>(sql, parameters), cancellationToken);
        return [.. rows.Select(row => new ReminderRecord(
            GrainId.Parse(row.GrainId), row.Name, DbTime.FromDb(row.FirstDueAt), TimeSpan.FromMicroseconds(row.Period), row.ETag))];
    }

    sealed class Row
    {
        public string GrainId { get; set; } = "";

        public string Name { get; set; } = "";

        public long FirstDueAt { get; set; }

        public long Period { get; set; }

        public string ETag { get; set; } = "";
    }
}
