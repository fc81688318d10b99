using System.Collections.Concurrent;
using Molecule.Gateway.Hosting;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// When an event of a workspace was last seen, for the workspaces that a delivery of this process waits for. Whoever receives the events of an org tells
/// it. Of workspaces that nobody waits for a bounded number is kept: the next message for one is likely.
/// </summary>
/// <param name="time">The time.</param>
/// <param name="capacity">Beyond so many pulses, one that nobody waits for is not kept.</param>
sealed class WorkspacePulses(TimeProvider time, int capacity = 4096)
{
    int _count;

    readonly ConcurrentDictionary<(string Org, string WorkspaceId), WorkspacePulse> _pulses = new();

    /// <summary>An event of a workspace was seen.</summary>
    public void Beat(string org, string workspaceId)
    {
        if (_pulses.TryGetValue((org, workspaceId), out var pulse))
            pulse.Beat(time.GetTimestamp());
    }

    /// <summary>Begins to watch a workspace.</summary>
    public WorkspacePulse Watch(string org, string workspaceId)
    {
        while (true)
        {
            if (!_pulses.TryGetValue((org, workspaceId), out var pulse))
                pulse = Add((org, workspaceId));
            if (pulse.Uses.TryEnter())
                return pulse;
        }
    }

    internal void Leave(WorkspacePulse pulse)
    {
        if (pulse.Uses.Leave() && Volatile.Read(ref _count) > capacity && pulse.Uses.TryClose() && _pulses.TryRemove(new(pulse.Key, pulse)))
            Interlocked.Decrement(ref _count);
    }

    WorkspacePulse Add((string Org, string WorkspaceId) key)
    {
        var pulse = new WorkspacePulse(this, key);
        var added = _pulses.GetOrAdd(key, pulse);
        if (added == pulse)
            Interlocked.Increment(ref _count);
        return added;
    }
}

/// <summary>The last sign of life of one workspace. Shared by all deliveries that wait for it; each disposes it once.</summary>
sealed class WorkspacePulse(WorkspacePulses owner, (string Org, string WorkspaceId) key) : IDisposable
{
    long _lastBeat = long.MinValue;

    /// <summary>Time stamp of the last event, or <see cref="long.MinValue"/>.</summary>
    public long LastBeat => Volatile.Read(ref _lastBeat);

    internal (string Org, string WorkspaceId) Key => key;

    internal UseCount Uses { get; } = new();

    internal void Beat(long timestamp) => Volatile.Write(ref _lastBeat, timestamp);

    /// <summary>One watcher less.</summary>
    public void Dispose() => owner.Leave(this);
}
