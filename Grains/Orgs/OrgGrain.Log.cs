using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

partial class OrgGrain
{
    [LoggerMessage(1, LogLevel.Warning, "Org {Org}: an event of type {Type} could not be published.")]
    static partial void LogPublishFailed(ILogger logger, Exception exception, string org, string type);

    [LoggerMessage(EventId = 2, Message = "Org {Org}: the sweep could not do its duty '{Duty}'; it is tried again.")]
    static partial void LogDutyFailed(ILogger logger, LogLevel level, Exception exception, string org, string duty);

    [LoggerMessage(EventId = 3, Message = "Org {Org}: the end of the lease of workspace {Id} could not be written; it is tried again.")]
    static partial void LogExpiryFailed(ILogger logger, LogLevel level, Exception exception, string org, string id);

    [LoggerMessage(EventId = 4, Message = "Org {Org}: workspace {Id} could not go on with what it owes; it is tried again.")]
    static partial void LogResumeFailed(ILogger logger, LogLevel level, Exception exception, string org, string id);

    [LoggerMessage(EventId = 5, Message = "Org {Org}: delegation {Id} of {SourceId} could not go on; it is tried again.")]
    static partial void LogDelegationFailed(ILogger logger, LogLevel level, Exception exception, string org, string sourceId, string id);

    [LoggerMessage(EventId = 6, Message = "Org {Org}: the request for approval {Id} could not go on; it is tried again.")]
    static partial void LogApprovalFailed(ILogger logger, LogLevel level, Exception exception, string org, string id);
}
