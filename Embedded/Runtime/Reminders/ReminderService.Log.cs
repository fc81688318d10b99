using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

static partial class ReminderServiceLog
{
    [LoggerMessage(1, LogLevel.Error, "The tick of the reminder {Reminder} at {Grain} failed; the next one comes when it is due.")]
    internal static partial void TickFailed(this ILogger<ReminderService> log, Exception error, string reminder, GrainId grain);
}
