using System.Collections.Concurrent;
using Molecule.Gateway.Hosting;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>
/// When an event of a workspace was last seen, for the workspaces that a delivery of this process waits for. Whoever receives the events of an org tells
/// it; nothing is kept about workspaces nobody waits for.
/// </summary>
sealed class WorkspacePulses(TimeProvider time)
{
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
            var pulse = _pulses.GetOrAdd((org, workspaceId), static (key, pulses) => new(pulses, key), this);
            if (pulse.Uses.TryEnter())
                return pulse;
        }
    }

    internal void Forget(WorkspacePulse pulse) => _pulses.TryRemove(new(pulse.Key, pulse));
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

    /// <summary>One watcher less. The last one takes the pulse away, unless another comes at this moment.</summary>
    public void Dispose()
    {
        if (Uses.Leave() && Uses.TryClose())
            owner.Forget(this);
    }
}
