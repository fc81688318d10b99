using Molecule.Grains.Events;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;

namespace Molecule.Grains.Workspaces;

/// <summary>The durable state of a workspace. Live figures are not in it: they live in the activation.</summary>
[GenerateSerializer, Alias("molecule.workspace-record")]
public sealed class WorkspaceRecord : IRecord
{
    /// <inheritdoc />
    public static string Kind => "workspace";

    /// <summary>Name.</summary>
    [Id(0)] public string Name { get; set; } = "";

    /// <summary>Role, or null.</summary>
    [Id(1)] public string? Role { get; set; }

    /// <summary>1–4.</summary>
    [Id(2)] public int Tier { get; set; } = 3;

    /// <summary>Status.</summary>
    [Id(3)] public WorkspaceStatus Status { get; set; }

    /// <summary>The agent's card as JSON text, or null.</summary>
    [Id(4)] public string? CardJson { get; set; }

    /// <summary>Where its agent listens; empty when none.</summary>
    [Id(5)] public string Url { get; set; } = "";

    /// <summary>The URL that the agent itself reports, when <see cref="Url"/> was written by a provisioner.</summary>
    [Id(6)] public string? InternalUrl { get; set; }

    /// <summary>Whether <see cref="Url"/> was written by the platform's own provisioner and is trusted.</summary>
    [Id(7)] public bool UrlIsProvisioned { get; set; }

    /// <summary>Parent, or null for a root.</summary>
    [Id(8)] public string? ParentId { get; set; }

    /// <summary>At least 1.</summary>
    [Id(9)] public int MaxConcurrentTasks { get; set; } = 1;

    /// <summary>Runtime.</summary>
    [Id(10)] public string Runtime { get; set; } = "langgraph";

    /// <summary>Template directory, or null.</summary>
    [Id(11)] public string? Template { get; set; }

    /// <summary>Model, or null.</summary>
    [Id(12)] public string? Model { get; set; }

    /// <summary>Host directory, or null.</summary>
    [Id(13)] public string? WorkspaceDir { get; set; }

    /// <summary><c>none</c>, <c>read_only</c> or <c>read_write</c>; null: not said, which is <c>read_write</c> once there is a directory.</summary>
    [Id(14)] public string? WorkspaceAccess { get; set; }

    /// <summary>Cents a month, or null.</summary>
    [Id(15)] public long? BudgetLimit { get; set; }

    /// <summary>Cents this month.</summary>
    [Id(16)] public long MonthlySpend { get; set; }

    /// <summary>Canvas position.</summary>
    [Id(17)] public double X { get; set; }

    /// <summary>Canvas position.</summary>
    [Id(18)] public double Y { get; set; }

    /// <summary>Whether the canvas shows it folded.</summary>
    [Id(19)] public bool Collapsed { get; set; }

    /// <summary>The last example of what fails.</summary>
    [Id(20)] public string LastSampleError { get; set; } = "";

    /// <summary>The error rate at the last status change.</summary>
    [Id(21)] public double LastErrorRate { get; set; }

    /// <summary>When it was created.</summary>
    [Id(22)] public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When its status last changed.</summary>
    [Id(23)] public DateTimeOffset StatusChangedAt { get; set; }

    /// <summary>When it last got an answer as a caller; written with the next change.</summary>
    [Id(24)] public DateTimeOffset? LastOutboundAt { get; set; }

    /// <summary>Its live tokens, at most 50.</summary>
    [Id(25)] public List<TokenEntry> Tokens { get; set; } = [];

    /// <summary>Whether a token was ever issued.</summary>
    [Id(26)] public bool TokenEverIssued { get; set; }

    /// <summary>Events decided with this state and not yet known to be in the log. Written with the state, sent after it.</summary>
    [Id(27)] public List<EventDraft> Outbox { get; set; } = [];

    /// <summary>A removal that has not gone through all descendants yet.</summary>
    [Id(28)] public PendingRemoval? Removal { get; set; }

    /// <summary>When something is owed at the latest.</summary>
    [Id(29)] public DateTimeOffset? DueAt { get; set; }

    /// <summary>Grows with every change, so that the org's board can drop a late one.</summary>
    [Id(30)] public long Revision { get; set; }

    /// <summary>The UTC month that <see cref="MonthlySpend"/> belongs to: year × 100 + month; 0: none yet.</summary>
    [Id(31)] public int SpendMonth { get; set; }

    /// <summary>Minutes without work after which it is put to sleep; null or not positive: never.</summary>
    [Id(32)] public int? HibernationIdleMinutes { get; set; }

    /// <summary>What is to be done with its agent's process and is not known to be done.</summary>
    [Id(33)] public AgentWork? Work { get; set; }

    /// <summary>The start that its agent came from; null: the platform has started none.</summary>
    [Id(34)] public string? InstanceId { get; set; }

    /// <summary>When that start was done.</summary>
    [Id(35)] public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How often its agent died soon after its start, one time after the other.</summary>
    [Id(36)] public int Crashes { get; set; }

    /// <summary>How often its agent ended before it was ready, one time after the other.</summary>
    [Id(37)] public int FailedBoots { get; set; }

    /// <summary>Whether a message woke it and its agent is not there yet.</summary>
    [Id(38)] public bool IsWaking { get; set; }

    /// <summary>What its agent is to be told about its restart.</summary>
    [Id(39)] public RestartContext? Context { get; set; }

    /// <summary>A pause or resume that has not gone through all descendants yet.</summary>
    [Id(40)] public PendingCascade? Cascade { get; set; }

    /// <summary>How long its agent may take to start, as its runtime's templates say; null: they say nothing.</summary>
    [Id(41)] public TimeSpan? TemplateTimeout { get; set; }

    /// <summary>Its agents: the active one, if there is one, and the last of those before it.</summary>
    [Id(42)] public List<AssignedAgent> Agents { get; set; } = [];

    /// <summary>A move of its agent that may not have reached the other workspace yet.</summary>
    [Id(43)] public AgentMove? AgentMove { get; set; }

    /// <summary>A team that is being made below it.</summary>
    [Id(44)] public PendingExpansion? Expansion { get; set; }

    /// <summary>A team that is being removed below it.</summary>
    [Id(45)] public PendingCollapse? Collapse { get; set; }

    /// <summary>The runtime that its agent was last started with, or null.</summary>
    [Id(46)] public string? StartedRuntime { get; set; }

    /// <summary>Its active agent, or null.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public AssignedAgent? Agent => Agents.Find(agent => agent.State == AgentState.Active);

    string? IRecord.Parent => ParentId;

    string? IRecord.StatusKey => Status.ToWire();

    bool IRecord.IsTerminal => Status == WorkspaceStatus.Removed;

    /// <summary>A copy to change. Its lists are shared: replace them, do not change them.</summary>
    public WorkspaceRecord Clone() => (WorkspaceRecord)MemberwiseClone();
}

/// <summary>How far a removal got.</summary>
/// <param name="Descendants">Everything below it when the removal began; each is removed by a call that may be repeated.</param>
/// <param name="Purge">Whether rows are erased at the end.</param>
/// <param name="Announced">Whether the last event of the removal is decided.</param>
[GenerateSerializer, Immutable, Alias("molecule.pending-removal")]
public sealed record PendingRemoval(
    [property: Id(0)] IReadOnlyList<string> Descendants,
    [property: Id(1)] bool Purge,
    [property: Id(2)] bool Announced);
