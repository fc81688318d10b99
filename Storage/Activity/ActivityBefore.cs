using Molecule.Grains.Activity;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

/// <summary>
/// A row of the table that the log was before it was kept in pages (migration 0009). Nothing is added to it but by silos of the version before, while they are
/// replaced. It goes with a later version, when what is in it is too old for anybody.
/// </summary>
sealed class ActivityBefore
{
    const string Select =
        """
        SELECT id AS Id, workspace_id AS WorkspaceId, activity_type AS ActivityType, source_id AS SourceId, target_id AS TargetId,
            caller_label AS CallerLabel, method AS Method, summary AS Summary, request_body AS RequestBody, response_body AS ResponseBody,
            tool_trace AS ToolTrace, duration_ms AS DurationMs, status AS Status, error_detail AS ErrorDetail, created_at AS CreatedAt
        FROM activity
        WHERE org = @org AND workspace_id = @workspaceId
        """;

    public string Id { get; set; } = "";

    public string WorkspaceId { get; set; } = "";

    public string ActivityType { get; set; } = "";

    public string? SourceId { get; set; }

    public string? TargetId { get; set; }

    public string? CallerLabel { get; set; }

    public string? Method { get; set; }

    public string? Summary { get; set; }

    public string? RequestBody { get; set; }

    public string? ResponseBody { get; set; }

    public string? ToolTrace { get; set; }

    public long? DurationMs { get; set; }

    public string Status { get; set; } = "";

    public string? ErrorDetail { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Its newest rows that a list wants.</summary>
    public static string List(ActivityFilter filter) => Select
        + (filter.Type is null ? "" : " AND activity_type = @type")
        + filter.FromCanvas switch { true => " AND source_id IS NULL", false => " AND source_id IS NOT NULL", null => "" }
        + " ORDER BY created_at DESC, position DESC LIMIT @limit";

    public ActivityRow ToRow() => new()
    {
        Id = Id,
        WorkspaceId = WorkspaceId,
        ActivityType = ActivityType,
        SourceId = SourceId,
        TargetId = TargetId,
        CallerLabel = CallerLabel,
        Method = Method,
        Summary = Summary,
        RequestBody = RequestBody,
        ResponseBody = ResponseBody,
        ToolTrace = ToolTrace,
        DurationMs = DurationMs,
        Status = Status,
        ErrorDetail = ErrorDetail,
        CreatedAt = DbTime.FromDb(CreatedAt),
    };
}
