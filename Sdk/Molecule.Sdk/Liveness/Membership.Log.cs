using Microsoft.Extensions.Logging;

namespace Molecule.Sdk.Liveness;

sealed partial class Membership
{
    [LoggerMessage(1, LogLevel.Information, "Workspace {WorkspaceId} joined {Platform}; messages arrive at {Url}")]
    partial void LogJoined(string workspaceId, Uri platform, Uri url);

    [LoggerMessage(2, LogLevel.Warning, "{Advice} Trying again in {Delay}")]
    partial void LogWaiting(string advice, TimeSpan delay);

    [LoggerMessage(3, LogLevel.Information, "The platform issued a token; it is kept in {Path}")]
    partial void LogTokenKept(string path);

    [LoggerMessage(4, LogLevel.Warning, "A heartbeat failed: {Advice} The agent goes on and keeps trying")]
    partial void LogHeartbeatFailed(string advice);

    [LoggerMessage(5, LogLevel.Information, "{Platform} answers again")]
    partial void LogBack(Uri platform);

    [LoggerMessage(6, LogLevel.Information, "Workspace {WorkspaceId} is {Status}")]
    partial void LogStatus(string workspaceId, string status);

    [LoggerMessage(7, LogLevel.Information, "Workspace {WorkspaceId} was deleted; the agent shuts down")]
    partial void LogDeleted(string workspaceId);
}
