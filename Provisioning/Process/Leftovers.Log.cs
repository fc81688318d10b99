using Microsoft.Extensions.Logging;

namespace Molecule.Provisioning.Process;

partial class Leftovers
{
    [LoggerMessage(1, LogLevel.Warning, "Process {Pid} came of an agent that is stopped, and was killed.")]
    static partial void LogKilled(ILogger logger, int pid);

    [LoggerMessage(2, LogLevel.Debug, "Process {Pid} came of an agent that is stopped, and ended by itself.")]
    static partial void LogGone(ILogger logger, Exception exception, int pid);
}
