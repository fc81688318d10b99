namespace Molecule.Gateway.Access.Gates;

partial class CanvasGate
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The canvas gate could not ask for credentials and lets the request in")]
    static partial void LogUndecided(ILogger logger, Exception fault);
}
