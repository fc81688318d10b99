namespace Molecule.Grains.A2A;

/// <summary>How a delivery ended: a closed set, each mapped to one reply (contract 10.6, 10.7).</summary>
public enum A2AOutcome
{
    /// <summary>The agent answered with a status and a whole body.</summary>
    Answered,

    /// <summary>The agent answered 3xx; redirects are never followed. 502.</summary>
    Redirected,

    /// <summary>Its address is not allowed (10.5). 502, not delivered.</summary>
    UnsafeUrl,

    /// <summary>Refused, no route, no such name: not delivered. 502, or 503 restarting.</summary>
    Unreachable,

    /// <summary>Time ran out before the request was written. Not delivered.</summary>
    TimedOutBeforeDelivery,

    /// <summary>Time ran out after the request was written. Possibly running at the agent.</summary>
    TimedOutAfterDelivery,

    /// <summary>The connection ended without an answer (EOF, reset). Possibly delivered.</summary>
    ConnectionLost,

    /// <summary>Headers came, the body could not be read to its end. 502.</summary>
    UnreadableAnswer,

    /// <summary>The answer is larger than 10 MiB. 502, delivered.</summary>
    AnswerTooLarge,

    /// <summary>This process stops before the answer came.</summary>
    Abandoned,

    /// <summary>No HTTP request could be made of it and its URL. 500, not delivered.</summary>
    NotBuilt,

    /// <summary>It got a route and was not sent: whoever asked had no use for it any more. Nobody waits for a reply.</summary>
    Withdrawn,
}

/// <summary>What the carrier tells the target's grain about a delivery.</summary>
[GenerateSerializer, Immutable, Alias("molecule.a2a-report")]
public sealed record A2AReport
{
    /// <summary>From the decision.</summary>
    [Id(0)] public required string DeliveryId { get; init; }

    /// <summary>Who sent it.</summary>
    [Id(1)] public required A2ACaller Caller { get; init; }

    /// <summary>How it ended.</summary>
    [Id(2)] public required A2AOutcome Outcome { get; init; }

    /// <summary>The agent's HTTP status, when it answered.</summary>
    [Id(3)] public int AgentStatus { get; init; }

    /// <summary>The JSON-RPC method.</summary>
    [Id(4)] public string? Method { get; init; }

    /// <summary><c>params.message.messageId</c>: the key that keeps a message from being queued twice.</summary>
    [Id(5)] public string? MessageId { get; init; }

    /// <summary>The normalised request, UTF-8 JSON: logged, and queued when the agent is busy.</summary>
    [Id(6)] public required ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>The answer's body, UTF-8; empty when there is none.</summary>
    [Id(7)] public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>From the first byte sent to the last received.</summary>
    [Id(8)] public long DurationMs { get; init; }

    /// <summary>What went wrong, for the log: never the driver's own words with addresses of other tenants.</summary>
    [Id(9)] public string? ErrorDetail { get; init; }
}

/// <summary>What the caller is told after a delivery that got no answer.</summary>
public enum SettlementKind
{
    /// <summary>Nothing more: the outcome says it.</summary>
    Done,

    /// <summary>202: it waits in the queue.</summary>
    Queued,

    /// <summary>503 busy, the agent's own session handles retries.</summary>
    NativeSession,

    /// <summary>503 busy: it could not be queued.</summary>
    Busy,

    /// <summary>503: the container is dead and is being restarted; not delivered.</summary>
    Restarting,
}

/// <summary>What the caller is told.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="QueueId">The queue entry, when queued.</param>
/// <param name="QueueDepth">How many wait for this target, when queued.</param>
[GenerateSerializer, Immutable, Alias("molecule.a2a-settlement")]
public sealed record A2ASettlement([property: Id(0)] SettlementKind Kind, [property: Id(1)] string? QueueId = null, [property: Id(2)] int QueueDepth = 0);
