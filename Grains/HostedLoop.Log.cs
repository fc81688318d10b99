using Microsoft.Extensions.Logging;

namespace Molecule.Grains;

abstract partial class HostedLoop
{
    [LoggerMessage(1, LogLevel.Error, "The background loop {Name} failed; it begins again in {Pause}.")]
    static partial void LogCrashed(ILogger logger, Exception exception, string name, TimeSpan pause);
}
