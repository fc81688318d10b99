using Microsoft.Extensions.Logging;

namespace Molecule.Provisioning.Process;

partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Warning, "The output of an agent can no longer be read; its log is {Path}.")]
    static partial void LogOutputLost(ILogger logger, Exception exception, string path);

    [LoggerMessage(2, LogLevel.Warning, "The log {Path} cannot be written; the agent goes on.")]
    static partial void LogFileLost(ILogger logger, Exception exception, string path);
}
