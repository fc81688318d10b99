namespace Molecule.Gateway.Access.Sessions;

partial class SessionVerifier
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The control plane did not answer for a session: {Fault}")]
    static partial void LogUnreachable(ILogger logger, string fault);
}
