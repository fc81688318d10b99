using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Sqlite;

sealed partial class GroupCommitWriter
{
    [LoggerMessage(11, LogLevel.Error, "A commit of {Writes} writes failed; none of them happened")]
    static partial void LogLost(ILogger logger, int writes, Exception error);

    [LoggerMessage(12, LogLevel.Error, "A write failed")]
    static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(13, LogLevel.Warning, "A write was refused: {Limit} are waiting already")]
    static partial void LogFull(ILogger logger, int limit);
}
