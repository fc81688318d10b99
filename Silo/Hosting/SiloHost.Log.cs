namespace Molecule.Silo.Hosting;

static partial class SiloHost
{
    [LoggerMessage(37, LogLevel.Warning, "{Variable} is not a positive number: its default holds")]
    static partial void LogIgnored(ILogger logger, string variable);

    [LoggerMessage(34, LogLevel.Debug, "The start failed")]
    static partial void LogStartFailed(ILogger logger, Exception fault);
}
