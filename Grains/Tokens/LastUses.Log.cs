using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Tokens;

partial class LastUses
{
    [LoggerMessage(1, LogLevel.Warning, "Last uses of tokens of org {Org} could not be written.")]
    static partial void LogFlushFailed(ILogger logger, Exception exception, string org);
}
