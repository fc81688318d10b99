namespace Orleans.Concurrency;

/// <summary>Callers of the interface method do not wait: they learn neither its end nor its errors, which are logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
