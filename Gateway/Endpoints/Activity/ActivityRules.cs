using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Molecule.Gateway.Http;
using Molecule.Grains.Activity;

namespace Molecule.Gateway.Endpoints.Activity;

/// <summary>Turns a self-report into a row (data-plane contract, 1.3).</summary>
static class ActivityRules
{
    static readonly string[] Types = ["a2a_send", "a2a_receive", "task_update", "agent_log", "skill_promotion", "memory_write", "error"];
    static readonly Reply InvalidType = Errors.Of(400, $"invalid activity_type, must be one of: {string.Join(", ", Types)}");

    /// <summary>403: a workspace reports as another.</summary>
    public static Reply ForeignSource { get; } = Errors.Of(403, "source_id must match authenticated workspace");

    /// <summary>The row of a report.</summary>
    /// <param name="body">The report.</param>
    /// <param name="workspaceId">In whose log it is written.</param>
    /// <param name="now">When.</param>
    /// <param name="row">The row.</param>
    /// <param name="refusal">What is wrong.</param>
    public static bool TryMakeRow(
        ActivityBody body, string workspaceId, DateTimeOffset now, [NotNullWhen(true)] out ActivityRow? row,
        [NotNullWhen(false)] out Reply? refusal)
    {
        row = null;
        refusal = Check(body, workspaceId);
        if (refusal is not null)
        {
            return false;
        }

        var request = Given(body.RequestBody) ?? Given(body.Metadata);
        var response = Given(body.ResponseBody);
        var (requestJson, responseJson) = (Compact(request), Compact(response));
        if ((request is not null && requestJson is null) || (response is not null && responseJson is null))
        {
            refusal = Errors.InvalidRequestBody;
            return false;
        }

        row = new ActivityRow
        {
            Id = Guid.NewGuid().ToString(),
            WorkspaceId = workspaceId,
            ActivityType = body.ActivityType!,
            SourceId = workspaceId,
            TargetId = JsonText.CleanOrNull(body.TargetId),
            Method = JsonText.CleanOrNull(body.Method),
            Summary = JsonText.CleanOrNull(body.Summary),
            RequestBody = requestJson,
            ResponseBody = responseJson,
            DurationMs = body.DurationMs,
            Status = JsonText.CleanOrNull(body.Status) ?? "ok",
            ErrorDetail = JsonText.CleanOrNull(body.ErrorDetail),
            CreatedAt = now,
        };
        return true;
    }

    static Reply? Check(ActivityBody body, string workspaceId)
    {
        if (string.IsNullOrEmpty(body.ActivityType))
        {
            return Errors.InvalidRequestBody;
        }

        if (!Types.Contains(body.ActivityType))
        {
            return InvalidType;
        }

        if (!string.IsNullOrEmpty(body.SourceId) && body.SourceId != workspaceId)
        {
            return ForeignSource;
        }

        return string.IsNullOrEmpty(body.TargetId) || WorkspaceId.IsValid(body.TargetId) ? null : Errors.InvalidRequestBody;
    }

    static JsonElement? Given(JsonElement? value) =>
        value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } ? value : null;

    static string? Compact(JsonElement? value) => value is { } given ? JsonText.Compact(given) : null;
}
