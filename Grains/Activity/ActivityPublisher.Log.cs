using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Activity;

partial class ActivityPublisher
{
    [LoggerMessage(1, LogLevel.Warning, "{Count} activity rows of org {Org} could not be written; they are tried again unless somebody waits for them.")]
    static partial void LogWriteFailed(ILogger logger, Exception exception, string org, int count);

    [LoggerMessage(2, LogLevel.Error, "Activity row {RowId} of org {Org} is lost.")]
    static partial void LogLost(ILogger logger, string org, string rowId);

    [LoggerMessage(3, LogLevel.Warning, "{Count} activity rows of org {Org} were written but not broadcast.")]
    static partial void LogBroadcastFailed(ILogger logger, Exception exception, string org, int count);
}
