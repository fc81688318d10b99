namespace Molecule.Grains.A2A;

/// <summary>Who sends a message, after the caller gate.</summary>
public enum CallerKind
{
    /// <summary>The human at the canvas: no hierarchy check, no caller id.</summary>
    Canvas,

    /// <summary>Another workspace: hierarchy rules apply.</summary>
    Workspace,

    /// <summary>The workspace itself.</summary>
    Self,

    /// <summary>The server itself (<c>system:…</c>, <c>webhook:…</c>): no hierarchy check, null caller id, a label.</summary>
    Internal,
}

/// <summary>Who sends a message.</summary>
/// <param name="Kind">What the gate found.</param>
/// <param name="WorkspaceId">The calling workspace, for <see cref="CallerKind.Workspace"/> and <see cref="CallerKind.Self"/>.</param>
/// <param name="Label">What an internal caller calls itself.</param>
[GenerateSerializer, Immutable, Alias("molecule.a2a-caller")]
public sealed record A2ACaller([property: Id(0)] CallerKind Kind, [property: Id(1)] string? WorkspaceId = null, [property: Id(2)] string? Label = null)
{
    /// <summary>The human at the canvas.</summary>
    public static A2ACaller Canvas { get; } = new(CallerKind.Canvas);
}

/// <summary>A message that wants a route. Its body stays with the process that holds the connection.</summary>
/// <param name="Caller">Who sends it.</param>
/// <param name="Ceiling">The deadline that the caller set with <c>X-Timeout</c>: null: the default; zero: none.</param>
/// <param name="FromQueue">Whether it is a queued message on its way out again.</param>
/// <param name="IsMalformed">Whether its body is none that could be carried: if it is not refused by the route, it is refused after it.</param>
[GenerateSerializer, Immutable, Alias("molecule.a2a-request")]
public sealed record A2ARequest(
    [property: Id(0)] A2ACaller Caller,
    [property: Id(1)] TimeSpan? Ceiling = null,
    [property: Id(2)] bool FromQueue = false,
    [property: Id(3)] bool IsMalformed = false);

/// <summary>What is to happen to a message.</summary>
public enum A2ADecisionKind
{
    /// <summary>Carry it to <see cref="A2ADecision.Url"/>.</summary>
    Deliver,

    /// <summary>403: hierarchy.</summary>
    Forbidden,

    /// <summary>402: the budget is used up.</summary>
    OverBudget,

    /// <summary>404: unknown or removed.</summary>
    NotFound,

    /// <summary>503: no URL; <see cref="A2ADecision.Status"/> says why.</summary>
    NoUrl,

    /// <summary>503: it sleeps and is being woken.</summary>
    Waking,
}

/// <summary>What is to happen to a message, and the terms of its delivery.</summary>
[GenerateSerializer, Immutable, Alias("molecule.a2a-decision")]
public sealed record A2ADecision
{
    /// <summary>The decision.</summary>
    [Id(0)] public required A2ADecisionKind Kind { get; init; }

    /// <summary>The target's status, wire name.</summary>
    [Id(1)] public string Status { get; init; } = "";

    /// <summary>Names the delivery for <c>SettleAsync</c>.</summary>
    [Id(2)] public string DeliveryId { get; init; } = "";

    /// <summary>Where to POST, verbatim.</summary>
    [Id(3)] public string Url { get; init; } = "";

    /// <summary>Written by the platform's own provisioner: exempt from the URL rules.</summary>
    [Id(4)] public bool UrlIsTrusted { get; init; }

    /// <summary>Give up when no event of the target was seen for so long.</summary>
    [Id(5)] public TimeSpan IdleTimeout { get; init; }

    /// <summary>Give up after so long in any case; null: never.</summary>
    [Id(6)] public TimeSpan? Ceiling { get; init; }

    /// <summary>The target's name, for the log.</summary>
    [Id(7)] public string TargetName { get; init; } = "";
}
