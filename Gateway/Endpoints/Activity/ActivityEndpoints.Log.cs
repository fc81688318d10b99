namespace Molecule.Gateway.Endpoints.Activity;

partial class ActivityEndpoints
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Security: workspace {WorkspaceId} reported activity as \"{Source}\"")]
    static partial void LogSpoof(ILogger logger, string workspaceId, string source);
}
