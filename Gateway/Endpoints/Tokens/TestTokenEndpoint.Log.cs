namespace Molecule.Gateway.Endpoints.Tokens;

partial class TestTokenEndpoint
{
    [LoggerMessage(Level = LogLevel.Error, Message = "No token could be issued to workspace {Workspace} of org {Org}.")]
    static partial void LogFailed(ILogger logger, Exception fault, string org, string workspace);
}
