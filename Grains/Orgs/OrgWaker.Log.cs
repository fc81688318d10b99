using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

sealed partial class OrgWaker
{
    [LoggerMessage(1, LogLevel.Warning, "The orgs could not be listed; they are woken later.")]
    static partial void LogListFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Org {Org} could not be woken; it is tried again.")]
    static partial void LogWakeFailed(ILogger logger, Exception exception, string org);
}
