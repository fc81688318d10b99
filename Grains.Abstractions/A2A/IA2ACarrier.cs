namespace Molecule.Grains.A2A;

/// <summary>
/// Carries the bytes of a message to an agent. The process that holds a client's connection does it for that client; a grain that drains its queue
/// asks for it through this. Implemented by the gateway's HTTP client, a plain service of the process.
/// </summary>
public interface IA2ACarrier
{
    /// <summary>Carries one message to its end. Never throws for what an agent or a network does: that is an outcome.</summary>
    /// <param name="workspaceId">The target, whose events keep the idle window open.</param>
    /// <param name="org">The target's org.</param>
    /// <param name="decision">A decision to deliver.</param>
    /// <param name="request">The normalised request, UTF-8 JSON.</param>
    /// <param name="cancellationToken">This process stops.</param>
    Task<A2ACarried> CarryAsync(
        string org, string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}

/// <summary>How a carried message ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="AgentStatus">The agent's HTTP status, when it answered.</param>
/// <param name="Response">The answer's body; empty when there is none.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="ErrorDetail">What went wrong, for the log.</param>
public sealed record A2ACarried(
    A2AOutcome Outcome, int AgentStatus = 0, ReadOnlyMemory<byte> Response = default, long DurationMs = 0, string? ErrorDetail = null);
