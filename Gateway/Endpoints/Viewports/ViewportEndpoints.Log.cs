namespace Molecule.Gateway.Endpoints.Viewports;

partial class ViewportEndpoints
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The viewport could not be read; the default is shown")]
    static partial void LogUnread(ILogger logger, Exception fault);
}
