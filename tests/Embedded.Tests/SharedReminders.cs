using Orleans.Embedded;
using Orleans.Runtime;

namespace Molecule.Embedded.Tests;

/// <summary>A store of reminders that is shared by silos.</summary>
sealed class SharedReminders : IReminderStore
{
    readonly List<ReminderRecord> _reminders = [];

    public Task UpsertAsync(ReminderRecord reminder, CancellationToken cancellationToken)
    {
        _reminders.RemoveAll(r => r.GrainId == reminder.GrainId && r.Name == reminder.Name);
        _reminders.Add(reminder);
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(GrainId grainId, string name, string eTag, CancellationToken cancellationToken) =>
        Task.FromResult(_reminders.RemoveAll(r => r.GrainId == grainId && r.Name == name && r.ETag == eTag) > 0);

    public Task<IReadOnlyList<ReminderRecord>> ListAsync(GrainId grainId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReminderRecord>>([.. _reminders.Where(r => r.GrainId == grainId)]);

    public Task<IReadOnlyList<ReminderRecord>> ListAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReminderRecord>>([.. _reminders]);
}
