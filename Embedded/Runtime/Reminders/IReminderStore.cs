using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Where reminders are kept. The default keeps them in memory; register another to make them outlive the process.</summary>
public interface IReminderStore
{
    /// <summary>Stores a reminder under its grain and name, in place of an older one.</summary>
    Task UpsertAsync(ReminderRecord reminder, CancellationToken cancellationToken);

    /// <summary>Removes a reminder, if it is still the same registration.</summary>
    /// <returns>False when there is no such reminder, or it was set again since.</returns>
    Task<bool> RemoveAsync(GrainId grainId, string name, string eTag, CancellationToken cancellationToken);

    /// <summary>The reminders of one grain.</summary>
    Task<IReadOnlyList<ReminderRecord>> ListAsync(GrainId grainId, CancellationToken cancellationToken);

    /// <summary>All reminders; read once, at the start.</summary>
    Task<IReadOnlyList<ReminderRecord>> ListAllAsync(CancellationToken cancellationToken);
}
