namespace Molecule.Gateway.Live.Sockets;

partial class SocketGate
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The credentials of a socket could not be checked")]
    static partial void LogUndecided(ILogger logger, Exception fault);
}
