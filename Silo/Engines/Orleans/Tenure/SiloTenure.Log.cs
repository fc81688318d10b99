namespace Molecule.Silo.Engines.Tenure;

sealed partial class SiloTenure
{
    [LoggerMessage(34, LogLevel.Warning, "Neither the database nor the other silos have confirmed for {Length} that this silo is one: it refuses all requests")]
    static partial void LogLost(ILogger logger, TimeSpan length);

    [LoggerMessage(35, LogLevel.Warning, "This silo is confirmed again and takes requests")]
    static partial void LogRegained(ILogger logger);
}
