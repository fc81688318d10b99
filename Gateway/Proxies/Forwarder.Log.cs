namespace Molecule.Gateway.Proxies;

partial class Forwarder
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Upstream} did not answer: {Fault}")]
    static partial void LogUnavailable(ILogger logger, string upstream, string fault);
}
