using Molecule.Grains.Activity;
using Molecule.Grains.Delegations;
using Molecule.Grains.Events;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Usage;

namespace Molecule.TestSupport.Memory;

/// <summary>What a store holds, in memory. It outlives the handles (<see cref="MemoryStorage"/>) of the processes that die over it.</summary>
public sealed class MemoryDatabase
{
    /// <summary>Records by kind and key.</summary>
    public SortedDictionary<(string Kind, string Key), RecordRow> Records { get; } = [];

    /// <summary>Event logs by org, in order.</summary>
    public SortedDictionary<string, List<OrgEvent>> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>Activity rows with their org, in order.</summary>
    public List<(string Org, ActivityRow Row)> Activity { get; } = [];

    /// <summary>Queue entries, in order.</summary>
    public List<QueueRow> Queue { get; } = [];

    /// <summary>Delegations by org, delegator and id.</summary>
    public SortedDictionary<(string Org, string SourceId, string Id), DelegationRecord> Delegations { get; } = [];

    /// <summary>Last-seen times by org, kind and id.</summary>
    public Dictionary<(string Org, string Kind, string Id), DateTimeOffset> LastSeen { get; } = [];

    /// <summary>Token usage by org, workspace and the day's beginning.</summary>
    public Dictionary<(string Org, string WorkspaceId, DateTimeOffset Start), UsageSum> TokenUsage { get; } = [];

    /// <summary>Writes that were done, by operation; for tests that count.</summary>
    public SortedDictionary<string, int> Operations { get; } = new(StringComparer.Ordinal);
}

/// <summary>A stored record.</summary>
public sealed record RecordRow(
    string Org, string Id, string? Parent, DateTimeOffset? DueAt, bool Terminal, long Version, long Order, string Json);

/// <summary>A stored queue entry.</summary>
public sealed class QueueRow
{
    public required string Org { get; init; }

    public required string Id { get; init; }

    public required QueueDraft Draft { get; init; }

    /// <summary><c>queued</c>, <c>dispatched</c>, <c>completed</c>, <c>failed</c> or <c>dropped</c>.</summary>
    public string Status { get; set; } = "queued";

    public int Attempts { get; set; }

    public string? LastError { get; set; }

    /// <summary>When it was there to be taken.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When it was first taken out, or null.</summary>
    public DateTimeOffset? FirstClaimedAt { get; set; }

    public bool IsOpen => Status is "queued" or "dispatched";
}
