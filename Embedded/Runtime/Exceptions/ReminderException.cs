namespace Orleans.Runtime;

/// <summary>A reminder cannot be set, read or removed.</summary>
/// <param name="message">Why.</param>
[GenerateSerializer]
public sealed class ReminderException(string message) : OrleansException(message);
