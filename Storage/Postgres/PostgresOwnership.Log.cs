using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Postgres;

sealed partial class PostgresOwnership
{
    [LoggerMessage(51, LogLevel.Debug, "This process owns the database")]
    static partial void LogTaken(ILogger logger);

    [LoggerMessage(52, LogLevel.Warning, "The session that owns the database was lost ({Reason}); it is opened again")]
    static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(53, LogLevel.Warning, "The database cannot be owned again yet: {Reason}")]
    static partial void LogWaiting(ILogger logger, string reason);
}
