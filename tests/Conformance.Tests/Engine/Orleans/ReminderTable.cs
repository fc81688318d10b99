namespace Molecule.Conformance.Tests.Engine;

/// <summary>Reminders in memory that outlive a silo.</summary>
sealed class ReminderTable : IReminderTable
{
    readonly Dictionary<(GrainId Grain, string Name), ReminderEntry> _rows = [];
    int _version;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(Where(entry => entry.GrainId == grainId));

    // A range is open at its beginning, closed at its end, and may wrap around.
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(Where(entry =>
    {
        var hash = entry.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    }));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        lock (_rows)
            return Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));
    }

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        lock (_rows)
        {
            entry.ETag = $"{++_version}";
            _rows[(entry.GrainId, entry.ReminderName)] = entry;
            return Task.FromResult<string?>(entry.ETag);
        }
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        lock (_rows)
            return Task.FromResult(_rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag && _rows.Remove((grainId, reminderName)));
    }

    public Task TestOnlyClearTable()
    {
        lock (_rows)
            _rows.Clear();
        return Task.CompletedTask;
    }

    ReminderTableData Where(Func<ReminderEntry, bool> condition)
    {
        lock (_rows)
            return new([.. _rows.Values.Where(condition)]);
    }
}
