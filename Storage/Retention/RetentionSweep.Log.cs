using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Retention;

sealed partial class RetentionSweep
{
    [LoggerMessage(31, LogLevel.Information, "Deleted {Rows} old rows of activity and {Entries} old queue entries")]
    static partial void LogSwept(ILogger logger, long rows, long entries);

    [LoggerMessage(32, LogLevel.Warning, "The store was not available; old rows are deleted in {Interval}")]
    static partial void LogPostponed(ILogger logger, TimeSpan interval);

    [LoggerMessage(33, LogLevel.Error, "Deleting old rows failed; it begins again in {Pause}")]
    static partial void LogCrashed(ILogger logger, Exception exception, TimeSpan pause);
}
