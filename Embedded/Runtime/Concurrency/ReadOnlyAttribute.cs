namespace Orleans.Concurrency;

/// <summary>The interface method changes nothing, so that its calls may interleave with other read-only calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
