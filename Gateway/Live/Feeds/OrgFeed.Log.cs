namespace Molecule.Gateway.Live.Feeds;

partial class OrgFeed
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The live feed of {Org} fell out of step; it tries again in {BackOff}")]
    static partial void LogFault(ILogger logger, Exception fault, string org, TimeSpan backOff);
}
