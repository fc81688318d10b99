namespace Molecule.Grains.Workspaces;

/// <summary>
/// Which agent each workspace of an org has, as its people say it (contract, 14): one active one at most. It does not change what runs. Key: the org. It
/// keeps nothing: the records of the workspaces do, and it is where two of them meet, so that neither waits for the other.
/// </summary>
[Alias("molecule.agent-desk")]
public interface IAgentDesk : IGrainWithStringKey
{
    /// <summary>Gives, replaces or takes away a workspace's agent.</summary>
    [Alias("change"), AlwaysInterleave]
    Task<AgentOutcome> ChangeAsync(string workspaceId, AgentChange change, string model);

    /// <summary>
    /// Moves the active agent of a workspace to another one. At every moment one of the two has it, and no call sees it in both or in neither: the source
    /// writes first that it is meant, and whoever asks for its agent later ends the move before anything else. Goes on after a crash.
    /// </summary>
    [Alias("move"), AlwaysInterleave]
    Task<AgentOutcome> MoveAsync(string sourceId, string targetId);

    /// <summary>Ends the move that a workspace has begun, if there is one. Sent by the workspace that owes it.</summary>
    [Alias("settle"), OneWay, AlwaysInterleave]
    Task SettleAsync(string sourceId);
}

/// <summary>A workspace's part in that. Each call is one write at most, and asks no other workspace.</summary>
[Alias("molecule.workspace-agent")]
public interface IWorkspaceAgent : IGrainWithStringKey
{
    /// <summary>Changes the active agent, unless it is being moved. A replacement is one write.</summary>
    [Alias("change-agent")]
    Task<AgentOutcome> ChangeAgentAsync(AgentChange change, string model);

    /// <summary>Whether this workspace could take an agent.</summary>
    [Alias("can-take-agent"), AlwaysInterleave]
    Task<AgentResult> CanTakeAsync();

    /// <summary>The move that this workspace has begun and not ended, or null.</summary>
    [Alias("get-move"), AlwaysInterleave]
    Task<AgentMove?> GetMoveAsync();

    /// <summary>Writes that the active agent is to move.</summary>
    [Alias("begin-move")]
    Task<MoveOutcome> BeginMoveAsync(string targetId);

    /// <summary>Takes an agent that comes from another workspace. A repeat is answered with the first result.</summary>
    [Alias("take-agent")]
    Task<AgentResult> TakeAgentAsync(AgentMove move, string sourceId);

    /// <summary>Ends a move with the target's answer: the agent is gone from here, or stays. Idempotent.</summary>
    [Alias("end-move")]
    Task EndMoveAsync(string moveId, AgentResult answer);
}

/// <summary>A change of a workspace's agent.</summary>
public enum AgentChange
{
    /// <summary>The first one.</summary>
    Assign,

    /// <summary>Another one in its place.</summary>
    Replace,

    /// <summary>None.</summary>
    Remove,
}

/// <summary>What became of a wish about a workspace's agent.</summary>
public enum AgentResult
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Unknown or removed workspace.</summary>
    NotFound,

    /// <summary>There is an active agent already.</summary>
    Occupied,

    /// <summary>There is no active agent.</summary>
    Vacant,

    /// <summary>Of a move: the target is unknown or removed.</summary>
    TargetNotFound,

    /// <summary>Of a move: the target has an active agent.</summary>
    TargetOccupied,

    /// <summary>A move is on its way and must come to its end first.</summary>
    Moving,
}

/// <summary>What became of a wish about a workspace's agent.</summary>
/// <param name="Result">The result.</param>
/// <param name="AgentId">The agent's id.</param>
/// <param name="Model">Its model.</param>
/// <param name="OldModel">Of a replacement: the model before.</param>
[GenerateSerializer, Immutable, Alias("molecule.agent-outcome")]
public sealed record AgentOutcome(
    [property: Id(0)] AgentResult Result, [property: Id(1)] string AgentId = "", [property: Id(2)] string Model = "",
    [property: Id(3)] string OldModel = "");

/// <summary>What became of the beginning of a move.</summary>
/// <param name="Result">The result.</param>
/// <param name="Move">The move, or null.</param>
[GenerateSerializer, Immutable, Alias("molecule.move-outcome")]
public sealed record MoveOutcome([property: Id(0)] AgentResult Result, [property: Id(1)] AgentMove? Move = null);

/// <summary>What an agent of a workspace is, or was.</summary>
public enum AgentState
{
    /// <summary>It has the role.</summary>
    Active,

    /// <summary>Another one took its place (<c>model_replaced</c>).</summary>
    Replaced,

    /// <summary>Somebody took it away (<c>manual_removal</c>).</summary>
    Removed,

    /// <summary>It is in another workspace.</summary>
    Moved,
}

/// <summary>An agent of a workspace.</summary>
/// <param name="Id">UUID. It stays the same when the agent moves.</param>
/// <param name="Model">Its model.</param>
/// <param name="State">What it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Origin">The move that it came by, or null.</param>
[GenerateSerializer, Immutable, Alias("molecule.assigned-agent")]
public sealed record AssignedAgent(
    [property: Id(0)] string Id, [property: Id(1)] string Model, [property: Id(2)] AgentState State, [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] string? Origin = null);

/// <summary>A move of an agent on its way.</summary>
/// <param name="Id">Names the move.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="Model">Its model.</param>
/// <param name="TargetId">Where it goes.</param>
[GenerateSerializer, Immutable, Alias("molecule.agent-move")]
public sealed record AgentMove(
    [property: Id(0)] string Id, [property: Id(1)] string AgentId, [property: Id(2)] string Model, [property: Id(3)] string TargetId);
