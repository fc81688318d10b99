namespace Orleans.Runtime;

/// <summary>A reminder: a durable timer that also wakes a grain that is not active.</summary>
public interface IGrainReminder
{
    /// <summary>Its name, unique in the grain.</summary>
    string ReminderName { get; }
}
