using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Molecule.Gateway.A2A.Addresses;

/// <summary>URLs of agents that were parsed before: each message goes to one of few. It judges none.</summary>
sealed class AgentUrlCache
{
    /// <summary>Beyond so many it starts afresh.</summary>
    const int Capacity = 10_000;

    readonly ConcurrentDictionary<string, AgentUrl> _known = new(StringComparer.Ordinal);
    int _count;

    /// <summary>As <see cref="AgentUrl.TryParse"/>.</summary>
    public bool TryParse(string url, [NotNullWhen(true)] out AgentUrl? parsed)
    {
        if (_known.TryGetValue(url, out parsed))
            return true;
        if (!AgentUrl.TryParse(url, out parsed))
            return false;
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            _known.Clear();
            Volatile.Write(ref _count, 1);
        }

        _known[url] = parsed;
        return true;
    }
}
