namespace Orleans.Concurrency;

/// <summary>A value that both sides promise not to change, so that it is passed without a copy.</summary>
/// <param name="value">The value.</param>
[Immutable]
public readonly struct Immutable<T>(T value)
{
    /// <summary>The value.</summary>
    public readonly T Value = value;
}
