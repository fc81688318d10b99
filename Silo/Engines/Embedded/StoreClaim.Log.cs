namespace Molecule.Silo.Engines;

partial class StoreClaim
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "The watch over the database's owner failed")]
    static partial void LogWatchFailed(ILogger logger, Exception fault);
}
