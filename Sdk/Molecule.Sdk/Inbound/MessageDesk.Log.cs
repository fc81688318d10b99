using Microsoft.Extensions.Logging;

namespace Molecule.Sdk.Inbound;

sealed partial class MessageDesk
{
    [LoggerMessage(1, LogLevel.Error, "The handler failed on message {MessageId}; the caller is told that the agent failed")]
    partial void LogHandlerFailed(Exception exception, string messageId);

    [LoggerMessage(2, LogLevel.Warning, "{InHand} messages were not done after {DrainTimeout}; they are told to stop")]
    partial void LogCutShort(int inHand, TimeSpan drainTimeout);
}
