namespace Molecule.Gateway.Hosting;

partial class FrontDoor
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed: {Method} {Route}")]
    static partial void LogFault(ILogger logger, Exception fault, string method, string? route);
}
