using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Approvals;

partial class ApprovalGrain
{
    [LoggerMessage(1, LogLevel.Warning, "Org {Org}: what became of the request for approval {Id} could not be told yet; it is tried again.")]
    static partial void LogUnsettled(ILogger logger, Exception exception, string org, string id);
}
