using System.Text.Json;

namespace Molecule.Sdk.Platform;

/// <summary>What became of a message to a peer. One of the nested types; nothing that can be expected is thrown.</summary>
public abstract record SendOutcome
{
    SendOutcome()
    {
    }

    /// <summary>The peer answered.</summary>
    /// <param name="Text">Its answer as text; empty when it has none.</param>
    /// <param name="Body">The whole JSON-RPC document.</param>
    public sealed record Replied(string Text, JsonElement Body) : SendOutcome;

    /// <summary>The peer answered that it failed: a JSON-RPC error.</summary>
    /// <param name="Code">The JSON-RPC code.</param>
    /// <param name="Error">Its sentence.</param>
    public sealed record Failed(int Code, string Error) : SendOutcome;

    /// <summary>The platform keeps the message and delivers it when the peer takes it. Do not send it again.</summary>
    /// <param name="QueueId">The platform's id of the message in the queue.</param>
    /// <param name="Depth">How many messages wait for that peer.</param>
    public sealed record Queued(string QueueId, int Depth) : SendOutcome;

    /// <summary>
    /// The peer or the platform has no capacity now. The message may have been delivered: repeat it only with the same message id.
    /// </summary>
    /// <param name="RetryAfter">How long to wait first.</param>
    public sealed record Busy(TimeSpan RetryAfter) : SendOutcome;

    /// <summary>The peer is being restarted or woken. The message was not delivered; sending it again is safe.</summary>
    /// <param name="RetryAfter">How long to wait first.</param>
    public sealed record Restarting(TimeSpan RetryAfter) : SendOutcome;

    /// <summary>The platform refused: no such peer, not allowed, over budget, malformed. Repeating it changes nothing.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Error">The platform's sentence.</param>
    public sealed record Refused(int Status, string Error) : SendOutcome;

    /// <summary>The platform or the peer cannot be reached.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="MayBeDelivered">True when the peer may have the message: repeat it only with the same message id.</param>
    public sealed record Unreachable(string Reason, bool MayBeDelivered) : SendOutcome;
}
