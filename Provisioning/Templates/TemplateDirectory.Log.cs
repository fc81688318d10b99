using Microsoft.Extensions.Logging;

namespace Molecule.Provisioning.Templates;

sealed partial class TemplateDirectory
{
    [LoggerMessage(21, LogLevel.Warning, "Templates cannot be read: {Path}")]
    static partial void LogUnreadable(ILogger logger, Exception exception, string path);
}
