namespace Molecule.Silo.Engines;

sealed partial class FatalEnd
{
    [LoggerMessage(33, LogLevel.Debug, "Fatal for {Sender}: {Context}")]
    static partial void LogFault(ILogger logger, Exception? fault, object? sender, string? context);
}
