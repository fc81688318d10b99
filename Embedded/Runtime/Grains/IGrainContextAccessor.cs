namespace Orleans.Runtime;

/// <summary>Knows the activation whose turn runs.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation whose turn runs on this thread; null outside grains.</summary>
    IGrainContext GrainContext { get; }
}
