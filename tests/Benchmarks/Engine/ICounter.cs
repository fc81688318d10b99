namespace Molecule.Benchmarks.Engine;

/// <summary>A grain that does next to nothing.</summary>
[Alias("molecule.benchmarks.counter")]
public interface ICounter : IGrainWithIntegerKey
{
    /// <summary>Adds one.</summary>
    [Alias("add")]
    ValueTask<long> AddAsync();
}

/// <inheritdoc cref="ICounter" />
public sealed class Counter : Grain, ICounter
{
    long _count;

    public ValueTask<long> AddAsync() => new(++_count);
}
