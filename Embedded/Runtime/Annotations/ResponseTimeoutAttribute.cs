using System.Globalization;

namespace Orleans;

/// <summary>How long calls of a grain method wait for their answer, instead of the engine's default.</summary>
/// <param name="timeout">The time, as <see cref="TimeSpan.Parse(string)"/> reads it: <c>"00:00:30"</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
