namespace Molecule.Silo.Engines.Streams;

sealed partial class TopicSubscriptions
{
    [LoggerMessage(31, LogLevel.Warning, "A stream subscription could not be renewed; the next round tries again")]
    static partial void LogRenewalFailed(ILogger logger, Exception fault);
}
