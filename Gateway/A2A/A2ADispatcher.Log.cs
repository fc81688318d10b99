using Molecule.Grains.A2A;

namespace Molecule.Gateway.A2A;

partial class A2ADispatcher
{
    [LoggerMessage(Level = LogLevel.Error, Message = "No route could be had for a message to {Org}/{WorkspaceId}")]
    static partial void LogRouteFault(ILogger logger, Exception fault, string org, string workspaceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The result {Outcome} of delivery {DeliveryId} could not be settled")]
    static partial void LogSettleFault(ILogger logger, Exception fault, string deliveryId, A2AOutcome outcome);
}
