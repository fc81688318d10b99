using Molecule.Grains.Records;

namespace Molecule.Grains.Approvals;

/// <summary>The durable state of a request for approval.</summary>
[GenerateSerializer, Alias("molecule.approval-record")]
public sealed class ApprovalRecord : IRecord
{
    /// <summary>How long a request waits for a decision. Then it counts as denied. Source: data-plane contract, section 10.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Who decides when nobody does.</summary>
    public const string Expired = "auto-expired";

    /// <inheritdoc />
    public static string Kind => "approval";

    /// <summary>The workspace that asks.</summary>
    [Id(0)] public string WorkspaceId { get; set; } = "";

    /// <summary>Its name when it asked.</summary>
    [Id(1)] public string WorkspaceName { get; set; } = "";

    /// <summary>The workspace above it when it asked, which hears of it; or null.</summary>
    [Id(2)] public string? EscalatedTo { get; set; }

    /// <summary>What it wants to do.</summary>
    [Id(3)] public string Action { get; set; } = "";

    /// <summary>Why; may be empty.</summary>
    [Id(4)] public string Reason { get; set; } = "";

    /// <summary>The task that it belongs to; may be empty.</summary>
    [Id(5)] public string TaskId { get; set; } = "";

    /// <summary>More about it: a JSON object as text, or null. Kept, and shown to nobody.</summary>
    [Id(6)] public string? Context { get; set; }

    /// <summary>Where it is.</summary>
    [Id(7)] public ApprovalStatus Status { get; set; }

    /// <summary>Who decided, in their own words, or <see cref="Expired"/>; null: nobody has.</summary>
    [Id(8)] public string? DecidedBy { get; set; }

    /// <summary>When it was decided, or null.</summary>
    [Id(9)] public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>When it was asked for.</summary>
    [Id(10)] public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    [Id(11)] public DateTimeOffset? DueAt { get; set; }

    /// <summary>When it counts as denied.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset ExpiresAt => CreatedAt + Patience;

    string? IRecord.Parent => WorkspaceId;

    string? IRecord.StatusKey => Status.ToWire();

    bool IRecord.IsTerminal => Status != ApprovalStatus.Pending;

    /// <summary>The same request, as it is at a time: what nobody decided is denied from its end on, whether or not its grain has come to it.</summary>
    public ApprovalRecord At(DateTimeOffset now) =>
        Status == ApprovalStatus.Pending && now >= ExpiresAt ? Decided(ApprovalStatus.Denied, Expired, ExpiresAt) : this;

    /// <summary>The same request, decided.</summary>
    public ApprovalRecord Decided(ApprovalStatus status, string by, DateTimeOffset at)
    {
        var decided = Clone();
        (decided.Status, decided.DecidedBy, decided.DecidedAt) = (status, by, at);
        return decided;
    }

    /// <summary>The same request, looked after at another time.</summary>
    public ApprovalRecord Due(DateTimeOffset? at)
    {
        var due = Clone();
        due.DueAt = at;
        return due;
    }

    ApprovalRecord Clone() => (ApprovalRecord)MemberwiseClone();
}
