using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

sealed partial class EventWriter
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} appends to the event log of org {Org} failed together; each is tried alone.")]
    static partial void LogBatchFailed(ILogger logger, Exception exception, string org, int count);

    [LoggerMessage(2, LogLevel.Warning, "Events of org {Org} are in the log but could not be published yet.")]
    static partial void LogCatchUpFailed(ILogger logger, Exception exception, string org);
}
