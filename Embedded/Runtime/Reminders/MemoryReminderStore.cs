using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Reminders in memory: they last as long as this object.</summary>
sealed class MemoryReminderStore : IReminderStore
{
    readonly Lock _lock = new();
    readonly Dictionary<(GrainId, string), ReminderRecord> _reminders = [];

    public Task UpsertAsync(ReminderRecord reminder, CancellationToken cancellationToken)
    {
        lock (_lock)
            _reminders[(reminder.GrainId, reminder.Name)] = reminder;
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(GrainId grainId, string name, string eTag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(
                _reminders.TryGetValue((grainId, name), out var reminder) && reminder.ETag == eTag && _reminders.Remove((grainId, name)));
        }
    }

    public Task<IReadOnlyList<ReminderRecord>> ListAsync(GrainId grainId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<ReminderRecord>>([.. _reminders.Values.Where(reminder => reminder.GrainId == grainId)]);
    }

    public Task<IReadOnlyList<ReminderRecord>> ListAllAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<ReminderRecord>>([.. _reminders.Values]);
    }
}
