namespace Molecule.Silo.Demo;

sealed partial class SampleOrganisation
{
    [LoggerMessage(1, LogLevel.Information, "The sample organisation is at work")]
    partial void LogStarted();

    [LoggerMessage(2, LogLevel.Information, "The sample organisation was put away")]
    partial void LogPutAway();

    [LoggerMessage(3, LogLevel.Warning, "The sample organisation could not be started")]
    partial void LogNotStarted(Exception exception);
}
