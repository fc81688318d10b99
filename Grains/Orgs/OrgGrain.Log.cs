using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

partial class OrgGrain
{
    [LoggerMessage(1, LogLevel.Warning, "Org {Org}: an event of type {Type} could not be published.")]
    static partial void LogPublishFailed(ILogger logger, Exception exception, string org, string type);

    [LoggerMessage(2, LogLevel.Warning, "Org {Org}: the sweep could not do its duty '{Duty}'; it is tried again.")]
    static partial void LogDutyFailed(ILogger logger, Exception exception, string org, string duty);

    [LoggerMessage(3, LogLevel.Warning, "Org {Org}: the end of the lease of workspace {Id} could not be written; it is tried again.")]
    static partial void LogExpiryFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(4, LogLevel.Warning, "Org {Org}: workspace {Id} could not go on with what it owes; it is tried again.")]
    static partial void LogResumeFailed(ILogger logger, Exception exception, string org, string id);

    [LoggerMessage(5, LogLevel.Warning, "Org {Org}: delegation {Id} of {SourceId} could not go on; it is tried again.")]
    static partial void LogDelegationFailed(ILogger logger, Exception exception, string org, string sourceId, string id);
}
