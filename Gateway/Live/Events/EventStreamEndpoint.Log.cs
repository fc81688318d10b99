namespace Molecule.Gateway.Live.Events;

partial class EventStreamEndpoint
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The workspace {Org}/{WorkspaceId} of an event stream could not be looked up")]
    static partial void LogLookupFault(ILogger logger, Exception fault, string org, string workspaceId);
}
