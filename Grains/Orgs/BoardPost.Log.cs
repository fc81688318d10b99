using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

sealed partial class BoardPost
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} heartbeats did not reach the board of org {Org}; the next ones will.")]
    static partial void LogLost(ILogger logger, Exception exception, string org, int count);
}
