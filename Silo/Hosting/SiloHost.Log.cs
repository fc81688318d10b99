namespace Molecule.Silo.Hosting;

static partial class SiloHost
{
    [LoggerMessage(34, LogLevel.Debug, "The start failed")]
    static partial void LogStartFailed(ILogger logger, Exception fault);
}
