using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>What a grain holds of its reminder.</summary>
sealed class GrainReminder(ReminderRecord record) : IGrainReminder
{
    public string ReminderName => record.Name;

    internal ReminderRecord Record => record;
}
