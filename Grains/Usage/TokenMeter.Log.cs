using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Usage;

partial class TokenMeter
{
    [LoggerMessage(1, LogLevel.Warning, "The token usage of {Count} workspaces could not be written; it is tried again.")]
    static partial void LogFlushFailed(ILogger logger, Exception exception, int count);
}
