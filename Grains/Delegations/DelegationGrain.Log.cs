using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Delegations;

partial class DelegationGrain
{
    [LoggerMessage(1, LogLevel.Warning, "Delegation {Id} of {Org}/{SourceId} could not be stored; it is sent without being tracked.")]
    static partial void LogUntracked(ILogger logger, Exception exception, string org, string sourceId, string id);

    [LoggerMessage(2, LogLevel.Warning, "Delegation {Id} of {Org}/{SourceId} was interrupted; it is taken up again.")]
    static partial void LogInterrupted(ILogger logger, Exception exception, string org, string sourceId, string id);

    [LoggerMessage(3, LogLevel.Warning, "Delegation {Id} of {Org}/{SourceId}: its events are not in the log yet; they are told again.")]
    static partial void LogTellFailed(ILogger logger, Exception exception, string org, string sourceId, string id);

    [LoggerMessage(4, LogLevel.Warning, "Delegation {Id} of {Org}/{SourceId}: its result could not be stored, attempt {Attempt}.")]
    static partial void LogResultFailed(ILogger logger, Exception exception, string org, string sourceId, string id, int attempt);

    [LoggerMessage(5, LogLevel.Warning, "Delegation {Id} of {Org}/{SourceId} is not sent, and its target could not be told.")]
    static partial void LogWithdrawalFailed(ILogger logger, Exception exception, string org, string sourceId, string id);
}
