using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Workspaces;

partial class WorkspaceGrain
{
    [LoggerMessage(1, LogLevel.Warning, "Workspace {Org}/{Id}: the org did not take its change and {Count} events; they are sent again.")]
    static partial void LogDeliveryFailed(ILogger logger, Exception exception, string org, string id, int count);

    [LoggerMessage(2, LogLevel.Warning, "Workspace {Org}/{Id}: a token could not be issued.")]
    static partial void LogIssueFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(3, LogLevel.Warning, "Workspace {Org}/{Id}: a message could not be queued.")]
    static partial void LogEnqueueFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(4, LogLevel.Warning, "Workspace {Org}/{Id}: its queue could not be drained; it is tried again.")]
    static partial void LogDrainFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(5, LogLevel.Warning, "Workspace {Org}/{Id}: the activity log did not take the row of delivery {DeliveryId}.")]
    static partial void LogActivityFailed(ILogger logger, Exception exception, string org, string id, string deliveryId);

    [LoggerMessage(6, LogLevel.Error, "Workspace {Org}/{Id}: erasing the removed workspaces failed; it is tried again.")]
    static partial void LogPurgeFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(8, LogLevel.Warning, "Workspace {Org}/{Id}: the work at its agent's process could not be ended; it is tried again.")]
    static partial void LogWorkFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(9, LogLevel.Warning, "Workspace {Org}/{Id}: '{Work}' of its agent's process failed.")]
    static partial void LogAgentFailed(ILogger logger, Exception exception, string org, string id, AgentWorkKind work);

    [LoggerMessage(10, LogLevel.Warning, "Workspace {Org}/{Id}: its console could not be read.")]
    static partial void LogConsoleFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(11, LogLevel.Warning, "Workspace {Org}/{Id}: its agent could not be told of its restart; it is tried again.")]
    static partial void LogTellFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(12, LogLevel.Information, "Workspace {Org}/{Id}: its agent did not take the news of its restart: {Outcome} {Status}.")]
    static partial void LogUntold(ILogger logger, string org, string id, Molecule.Grains.A2A.A2AOutcome outcome, int status);

    [LoggerMessage(13, LogLevel.Warning, "Workspace {Org}/{Id}: whether its agent runs could not be told; it counts as running.")]
    static partial void LogInspectionFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(7, LogLevel.Warning, "Workspace {Org}/{Id}: a live signal could not be published.")]
    static partial void LogSignalFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(16, LogLevel.Debug, "Workspace {Org}/{Id}: '{Work}' of its agent's process was interrupted; whoever comes next takes it up.")]
    static partial void LogInterrupted(ILogger logger, Exception exception, string org, string id, AgentWorkKind work);

    [LoggerMessage(15, LogLevel.Warning, "The configuration of workspace {Org}/{Id} could not be read.")]
    static partial void LogConfigUnreadable(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(18, LogLevel.Warning, "Workspace {Org}/{Id} is gone, and its agent could not be stopped; it is tried again.")]
    static partial void LogOrphanRuns(ILogger logger, string org, string id);

    [LoggerMessage(19, LogLevel.Warning, "Workspace {Org}/{Id} is gone, and stopping its agent failed; it is tried again.")]
    static partial void LogOrphanFailed(ILogger logger, Exception exception, string org, string id);
}
