using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Molecule.Grains;
using Molecule.Grains.Activity;
using Molecule.Grains.Delegations;

namespace Molecule.Storage.Delegations;

/// <summary>
/// The rows that a delegation is in its delegator's log (contract, 12.2): one for the task and, once something came of it, one for the result. They
/// are made of the delegation whenever they are read, so they never say two things.
/// </summary>
public static class DelegationRows
{
    /// <summary>The <c>activity_type</c> of the rows.</summary>
    public const string ActivityType = "delegation";

    const int SummaryLimit = 80;

    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest rows of some delegations, newest first; of one time the result first.</summary>
    public static IEnumerable<DelegationRow> NewestOf(IEnumerable<DelegationRecord> delegations, int limit) => delegations.SelectMany(Of)
        .OrderByDescending(row => row.At).ThenByDescending(row => row.IsResult).ThenBy(row => row.Delegation.Id, StringComparer.Ordinal).Take(limit);

    /// <summary>The row as the activity log shows it.</summary>
    public static ActivityRow ToActivity(this DelegationRow row)
    {
        var delegation = row.Delegation;
        return new()
        {
            Id = row.Id,
            WorkspaceId = delegation.SourceId,
            ActivityType = ActivityType,
            SourceId = delegation.SourceId,
            TargetId = delegation.TargetId,
            Method = row.IsResult ? "delegate_result" : "delegate",
            Summary = row.Summary,
            RequestBody = row.IsResult ? null : Object(("task", delegation.Task), ("delegation_id", delegation.Id)),
            ResponseBody = row.IsResult ? ResultOf(delegation) : null,
            Status = delegation.Status.ToWire(),
            ErrorDetail = delegation.Error,
            CreatedAt = row.At,
        };
    }

    static IEnumerable<DelegationRow> Of(DelegationRecord delegation)
    {
        yield return new(delegation, IsResult: false, IdOf(delegation, "delegate"), $"Delegating to {delegation.TargetId}", delegation.CreatedAt);
        if (delegation.ResultAt is { } at)
            yield return new(delegation, IsResult: true, IdOf(delegation, "delegate_result"), ResultSummary(delegation), at);
    }

    static string ResultSummary(DelegationRecord delegation) => delegation.Status switch
    {
        DelegationStatus.Completed => $"Delegation completed ({TextPreview.Of(delegation.Response ?? "", SummaryLimit)})",
        DelegationStatus.Failed => "Delegation failed",
        _ => "Delegation queued — target at capacity",
    };

    static string ResultOf(DelegationRecord delegation) => delegation.Status switch
    {
        DelegationStatus.Completed => Object(("text", delegation.Response ?? ""), ("delegation_id", delegation.Id)),
        DelegationStatus.Failed => Object(("delegation_id", delegation.Id)),
        _ => Object(("delegation_id", delegation.Id), ("queued", true)),
    };

    static string Object(params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var node = new JsonObject();
        foreach (var (name, value) in members)
            node.Add(name, value);
        return node.ToJsonString(Json);
    }

    static string IdOf(DelegationRecord delegation, string method) => DerivedId.Of(delegation.SourceId, delegation.Id, method);
}

/// <summary>One row of a delegation.</summary>
/// <param name="Delegation">The delegation.</param>
/// <param name="IsResult">Whether it tells of the result rather than of the task.</param>
/// <param name="Id">UUID, always the same.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="At">When it was accepted, or when the result last changed.</param>
public sealed record DelegationRow(DelegationRecord Delegation, bool IsResult, string Id, string Summary, DateTimeOffset At);
