namespace Molecule.Grains.Workspaces;

/// <summary>Makes a view of a record.</summary>
static class WorkspaceViews
{
    /// <summary>The view of what is stored, without live figures.</summary>
    public static WorkspaceView Of(string id, WorkspaceRecord record, DateTimeOffset now) => new()
    {
        Id = id,
        Name = record.Name,
        Role = record.Role,
        Tier = record.Tier,
        Status = record.Status,
        CardJson = record.CardJson,
        Url = record.Url,
        ParentId = record.ParentId,
        MaxConcurrentTasks = record.MaxConcurrentTasks,
        LastErrorRate = record.LastErrorRate,
        LastSampleError = record.LastSampleError,
        Runtime = record.Runtime,
        X = record.X,
        Y = record.Y,
        Collapsed = record.Collapsed,
        WorkspaceDir = record.WorkspaceDir,
        BudgetLimit = record.BudgetLimit,
        MonthlySpend = SpendRules.Current(record.MonthlySpend, record.SpendMonth, now),
        LastOutboundAt = record.LastOutboundAt,
        CreatedAt = record.CreatedAt,
        LiveTokens = record.Tokens.Count(token => token.Counts),
        Version = record.Revision,
        InternalUrl = record.InternalUrl,
        UrlIsProvisioned = record.UrlIsProvisioned,
        HibernationIdleMinutes = record.HibernationIdleMinutes,
        InstanceId = record.Work is null ? record.InstanceId : null,
    };

    /// <summary>The view with what the activation knows.</summary>
    public static WorkspaceView Of(string id, WorkspaceRecord record, LiveFigures live, DateTimeOffset now) => Of(id, record, now) with
    {
        ActiveTasks = live.ActiveTasks,
        UptimeSeconds = live.UptimeSeconds,
        CurrentTask = live.CurrentTask,
        LastErrorRate = live.ErrorRate,
        LastSampleError = live.SampleError,
        LastHeartbeatAt = live.HeardAt,
        LastOutboundAt = live.OutboundAt,
    };
}
