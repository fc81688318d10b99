using Molecule.Grains.Events;

namespace Molecule.Grains.A2A;

/// <summary>
/// A message between two agents that leaves for its target now. What is known of it is a signal for whoever watches: in no log, and followed by the
/// activity row that tells how it ended.
/// </summary>
/// <param name="SourceId">The workspace that sends it: a UUID.</param>
/// <param name="TargetId">The workspace that it goes to: a UUID.</param>
/// <param name="At">When it leaves.</param>
/// <param name="FromQueue">Whether it waited in the queue. Such a message leaves no row of its own (contract, 10.8).</param>
public readonly record struct A2ADeparture(string SourceId, string TargetId, DateTimeOffset At, bool FromQueue = false)
{
    /// <summary>A message's departure, when it is one between two agents: what people and the server itself send passes between no two cards.</summary>
    public static A2ADeparture? Of(A2ACaller caller, string targetId, DateTimeOffset at, bool fromQueue = false) =>
        caller is { Kind: CallerKind.Workspace, WorkspaceId: { } source } ? new(source, targetId, at, fromQueue) : null;

    /// <summary>The signal, about the target: who may talk to it may see that others do. UUIDs need no escaping.</summary>
    public EventDraft ToSignal() => new(
        "", EventNames.A2ADispatched, TargetId, At,
        $$"""{"source_id":"{{SourceId}}","target_id":"{{TargetId}}","from_queue":{{(FromQueue ? "true" : "false")}}}""");
}
