namespace Molecule.Silo.Engines;

sealed partial class PatientStart
{
    [LoggerMessage(32, LogLevel.Information, "No silo answers yet: {Reason}")]
    static partial void LogWaiting(ILogger logger, string reason);
}
