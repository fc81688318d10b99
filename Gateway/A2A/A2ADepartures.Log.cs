namespace Molecule.Gateway.A2A;

partial class A2ADepartures
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} departures of messages in {Org} were told to nobody; the messages themselves are on their way")]
    static partial void LogLost(ILogger logger, Exception fault, string org, int count);
}
