namespace Molecule.Grains.Workspaces;

/// <summary>What is to be done with an agent's process.</summary>
public enum AgentWorkKind
{
    /// <summary>Start it, in place of what may run. The workspace is provisioning.</summary>
    Start,

    /// <summary>Stop it. The workspace is paused.</summary>
    Stop,

    /// <summary>Stop it and call the workspace hibernated.</summary>
    Hibernate,

    /// <summary>Begin an automatic restart, unless something changed until then.</summary>
    AutoRestart,
}

/// <summary>
/// What is to be done with an agent's process: written with the state that wants it, done outside of any turn that others wait for, cleared when it is
/// done. A newer wish takes the place of an older one, so there is one at most.
/// </summary>
/// <param name="Id">Names it; of a start it becomes the instance's id.</param>
/// <param name="Kind">What.</param>
/// <param name="NotBefore">When it may begin: a crash loop is slowed down.</param>
/// <param name="ResetSession">Of a start: what the last session kept is discarded.</param>
/// <param name="Tries">How often it failed and is tried again.</param>
/// <param name="Template">Of a start: the template whose files replace the agent's configuration; null: what is there stays.</param>
[GenerateSerializer, Immutable, Alias("molecule.agent-work")]
public sealed record AgentWork(
    [property: Id(0)] string Id,
    [property: Id(1)] AgentWorkKind Kind,
    [property: Id(2)] DateTimeOffset NotBefore,
    [property: Id(3)] bool ResetSession = false,
    [property: Id(4)] int Tries = 0,
    [property: Id(5)] string? Template = null);

/// <summary>
/// What an agent is told after its restart (contract, section 13): taken when the restart was accepted, kept until the agent has it. The ids of its
/// messages never change, so that an agent can drop a repeat.
/// </summary>
/// <param name="At">When the restart was accepted.</param>
/// <param name="EndedAt">The last heartbeat before it, or null: none on record.</param>
/// <param name="Variables">Names of the environment's secrets, sorted.</param>
/// <param name="SnapshotMessageId">The id of the first message.</param>
/// <param name="PromptMessageId">The id of the second one, the user's own prompt.</param>
/// <param name="IsSnapshotTold">Whether the first one has arrived.</param>
[GenerateSerializer, Immutable, Alias("molecule.restart-context")]
public sealed record RestartContext(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] DateTimeOffset? EndedAt,
    [property: Id(2)] IReadOnlyList<string> Variables,
    [property: Id(3)] string SnapshotMessageId,
    [property: Id(4)] string PromptMessageId,
    [property: Id(5)] bool IsSnapshotTold = false);

/// <summary>A pause or resume on its way down.</summary>
/// <param name="Pauses">Whether it pauses; else it resumes.</param>
/// <param name="Remaining">Those below that may not have heard yet, nearest first; each is told by a call that may be repeated.</param>
[GenerateSerializer, Immutable, Alias("molecule.pending-cascade")]
public sealed record PendingCascade([property: Id(0)] bool Pauses, [property: Id(1)] IReadOnlyList<string> Remaining);
