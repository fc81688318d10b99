namespace Molecule.Gateway.Live.Feeds;

partial class OrgFeed
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The live feed of {Org} fell out of step; it tries again in {BackOff}")]
    static partial void LogFault(ILogger logger, Exception fault, string org, TimeSpan backOff);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The subscription of the live feed of {Org} could not be ended")]
    static partial void LogLeftBehind(ILogger logger, Exception fault, string org);
}
