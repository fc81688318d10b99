using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Teams;

sealed partial class AgentDesk
{
    [LoggerMessage(1, LogLevel.Warning, "The agent of workspace {Org}/{Id} could not be moved; it is tried again.")]
    static partial void LogMoveFailed(ILogger logger, Exception exception, string org, string id);
}
