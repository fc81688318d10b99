using Microsoft.Extensions.Logging;

namespace Molecule.Provisioning.Process;

partial class ProcessProvisioner
{
    [LoggerMessage(1, LogLevel.Information, "The agent of workspace {Org}/{Id} is started on port {Port}.")]
    static partial void LogStarted(ILogger logger, string org, string id, int port);

    [LoggerMessage(2, LogLevel.Warning, "The files of workspace {Org}/{Id} could not be erased.")]
    static partial void LogEraseFailed(ILogger logger, Exception exception, string org, string id);
}
