using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A reminder as it is stored.</summary>
/// <param name="GrainId">The grain to wake.</param>
/// <param name="Name">Its name, unique in the grain.</param>
/// <param name="FirstDueAt">When it is due first.</param>
/// <param name="Period">The time between ticks.</param>
/// <param name="ETag">Identifies this registration: setting the reminder again gives another.</param>
public sealed record ReminderRecord(GrainId GrainId, string Name, DateTimeOffset FirstDueAt, TimeSpan Period, string ETag);
