using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A call leads back, through the calls that wait for each other, to an activation that is busy with the first of them and does not
/// interleave: it could never be answered. Orleans itself lets such calls run into their time-out, so that catching
/// <see cref="TimeoutException"/> serves both.
/// </summary>
/// <param name="chain">The calls, from the first to the one that closes the circle: <c>type/key.Method → …</c>.</param>
public sealed class GrainCallDeadlockException(string chain)
    : TimeoutException($"Deadlock: the calls wait for each other in a circle: {chain}")
{
    /// <summary>The calls, from the first to the one that closes the circle.</summary>
    public string Chain { get; } = chain;
}
