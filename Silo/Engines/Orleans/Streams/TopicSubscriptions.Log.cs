namespace Molecule.Silo.Engines.Streams;

sealed partial class TopicSubscriptions
{
    [LoggerMessage(31, LogLevel.Warning, "A stream subscription could not be renewed; the next round tries again")]
    static partial void LogRenewalFailed(ILogger logger, Exception fault);

    [LoggerMessage(36, LogLevel.Warning, "{Count} items of a stream could not be published; what is in the log, readers find there")]
    static partial void LogLost(ILogger logger, Exception fault, int count);

    [LoggerMessage(39, LogLevel.Warning, "A listener of a stream failed on an item; it gets the next one")]
    static partial void LogListenerFailed(ILogger logger, Exception fault);
}
