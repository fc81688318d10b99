namespace Molecule.Gateway.Hosting;

partial class FrontDoor
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed: {Method} {Route}")]
    static partial void LogFault(ILogger logger, Exception fault, string method, string? route);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request found its grain on the move: {Method} {Route}; its client was told to try again")]
    static partial void LogMove(ILogger logger, Exception fault, string method, string? route);
}
