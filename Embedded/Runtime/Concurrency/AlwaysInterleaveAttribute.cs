namespace Orleans.Concurrency;

/// <summary>Calls of the interface method may interleave with every other call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
