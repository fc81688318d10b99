using Orleans.Runtime;

namespace Orleans;

/// <summary>Implemented by grain classes that have reminders.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. Delivery is at least once.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
