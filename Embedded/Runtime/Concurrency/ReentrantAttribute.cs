namespace Orleans.Concurrency;

/// <summary>All calls of the class's grains may interleave at awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
