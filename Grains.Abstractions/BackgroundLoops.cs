using System.Collections.Concurrent;

namespace Molecule.Grains;

/// <summary>When each background loop of this process last went round; shown at <c>/admin/liveness</c>.</summary>
public sealed class BackgroundLoops(TimeProvider time)
{
    readonly ConcurrentDictionary<string, DateTimeOffset> _ticks = new(StringComparer.Ordinal);

    /// <summary>A loop went round.</summary>
    /// <param name="name">The contract's subsystem name, such as <c>liveness-monitor</c>, <c>broadcaster</c> or <c>orphan-sweeper</c>.</param>
    public void Tick(string name) => _ticks[name] = time.GetUtcNow();

    /// <summary>The last tick of every loop that ever went round.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastTicks => _ticks;
}
