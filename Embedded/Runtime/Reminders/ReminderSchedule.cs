namespace Orleans.Embedded.Reminders;

/// <summary>When a reminder is due.</summary>
static class ReminderSchedule
{
    /// <summary>
    /// The first tick at or after <paramref name="now"/>: ticks lie whole periods after the first one, and those that were missed are
    /// left out.
    /// </summary>
    internal static DateTimeOffset NextTick(ReminderRecord reminder, DateTimeOffset now)
    {
        if (reminder.FirstDueAt >= now)
            return reminder.FirstDueAt;
        var since = (now - reminder.FirstDueAt).Ticks;
        var periods = (since + reminder.Period.Ticks - 1) / reminder.Period.Ticks;
        return reminder.FirstDueAt + TimeSpan.FromTicks(periods * reminder.Period.Ticks);
    }
}
