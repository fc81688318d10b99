namespace Molecule.Silo.Engines.Tenure;

sealed partial class SiloTenure
{
    [LoggerMessage(34, LogLevel.Warning, "For {Length} this silo was not confirmed, by the database or by the greater part of the silos: it refuses all requests")]
    static partial void LogLost(ILogger logger, TimeSpan length);

    [LoggerMessage(35, LogLevel.Warning, "This silo is confirmed again and takes requests")]
    static partial void LogRegained(ILogger logger);
}
