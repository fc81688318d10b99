using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>A tick of a reminder, as a call of its grain.</summary>
sealed class ReminderTickRequest(string reminderName, TickStatus status) : VoidGrainRequest
{
    public override string InterfaceName => nameof(IRemindable);

    public override string MethodName => nameof(IRemindable.ReceiveReminder);

    public override ValueTask InvokeAsync(object grain) => new(((IRemindable)grain).ReceiveReminder(reminderName, status));
}
