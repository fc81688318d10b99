namespace Molecule.Gateway.Endpoints.Usage;

partial class UsageEndpoints
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody could say whether workspace {Workspace} of org {Org} exists.")]
    static partial void LogLookupFault(ILogger logger, Exception fault, string org, string workspace);
}
