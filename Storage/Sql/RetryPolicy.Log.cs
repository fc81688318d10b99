using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Sql;

sealed partial class RetryPolicy
{
    [LoggerMessage(1, LogLevel.Debug, "The store failed ({Fault}, attempt {Attempt}) and is asked again: {Reason}")]
    static partial void LogRepeated(ILogger logger, Fault fault, int attempt, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The store could not be reached ({Attempts} attempts): {Reason}")]
    static partial void LogUnreachable(ILogger logger, int attempts, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The store failed ({Fault}) after {Attempts} attempts")]
    static partial void LogFailed(ILogger logger, Fault fault, int attempts, Exception error);
}
