using Molecule.Grains.Activity;
using Molecule.Storage.Sql;
using Molecule.Storage.Sqlite;

namespace Molecule.Storage.Activity;

/// <summary>A row of the activity log as the database has it.</summary>
sealed class ActivityData
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("n", "integer"), ("id", "text"), ("workspace_id", "text"), ("activity_type", "text"), ("source_id", "text"), ("target_id", "text"),
        ("caller_label", "text"), ("method", "text"), ("summary", "text"), ("request_body", "text"), ("response_body", "text"),
        ("tool_trace", "text"), ("duration_ms", "bigint"), ("status", "text"), ("error_detail", "text"), ("created_at", "bigint"),
    ];

    /// <summary>Its place in the statement that writes it.</summary>
    public int N { get; set; }

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

    public static ActivityData Of(ActivityRow row, int n) => new()
    {
        N = n,
        Id = row.Id,
        WorkspaceId = row.WorkspaceId,
        ActivityType = row.ActivityType,
        SourceId = row.SourceId,
        TargetId = row.TargetId,
        CallerLabel = row.CallerLabel,
        Method = row.Method,
        Summary = row.Summary,
        RequestBody = row.RequestBody?.ToString(),
        ResponseBody = row.ResponseBody?.ToString(),
        ToolTrace = row.ToolTrace,
        DurationMs = row.DurationMs,
        Status = row.Status,
        ErrorDetail = row.ErrorDetail,
        CreatedAt = row.CreatedAt.ToDb(),
    };

    /// <summary>Writes a row: the org and then the values of <see cref="Columns"/> without the place, in their order.</summary>
    public static void Append(RowStatement statement, string org, ActivityRow row) => statement
        .Add(org).Add(row.Id).Add(row.WorkspaceId).Add(row.ActivityType).Add(row.SourceId).Add(row.TargetId).Add(row.CallerLabel).Add(row.Method)
        .Add(row.Summary).Add(row.RequestBody).Add(row.ResponseBody).Add(row.ToolTrace).Add(row.DurationMs).Add(row.Status).Add(row.ErrorDetail)
        .Add(row.CreatedAt.ToDb()).Run();

    /// <summary>About how large it is: bytes or characters of what may be long.</summary>
    public static long SizeOf(ActivityRow row) => (row.RequestBody?.Utf8.Length ?? 0L) + (row.ResponseBody?.Utf8.Length ?? 0) + (row.ToolTrace?.Length ?? 0)
        + (row.Summary?.Length ?? 0) + (row.ErrorDetail?.Length ?? 0);

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
