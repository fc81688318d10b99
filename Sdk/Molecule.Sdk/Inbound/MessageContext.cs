using Molecule.Sdk.Liveness;
using Molecule.Sdk.Platform;

namespace Molecule.Sdk.Inbound;

/// <summary>What a handler may use while it works on one message.</summary>
public sealed class MessageContext
{
    readonly AgentTask _task;
    readonly Action<string>? _progress;

    internal MessageContext(PlatformClient platform, AgentTask task, Action<string>? progress, CancellationToken stopping)
    {
        Platform = platform;
        _task = task;
        _progress = progress;
        Stopping = stopping;
    }

    /// <summary>The platform: peers, and messages to them.</summary>
    public PlatformClient Platform { get; }

    /// <summary>Cancelled when the agent has to stop and its drain time is over.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>
    /// Says what the agent is doing now: it shows as the workspace's current task, and streams to a caller that asked for a stream.
    /// </summary>
    /// <param name="progress">One short line.</param>
    public void Report(string progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        _task.Describe(progress);
        _progress?.Invoke(progress);
    }
}
