using Molecule.Grains.Tokens;

namespace Molecule.Grains.Workspaces;

/// <summary>Why a create was refused.</summary>
public enum CreateRefusal
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The id is taken.</summary>
    AlreadyExists,

    /// <summary>The parent is unknown or removed.</summary>
    InvalidParent,
}

/// <summary>What became of a create.</summary>
/// <param name="Refusal">Why not, if not.</param>
/// <param name="Status">The status after it.</param>
/// <param name="Token">For an external workspace without URL: its first token in plain text; empty if minting failed.</param>
[GenerateSerializer, Immutable, Alias("molecule.create-outcome")]
public sealed record CreateOutcome(
    [property: Id(0)] CreateRefusal Refusal,
    [property: Id(1)] WorkspaceStatus Status,
    [property: Id(2)] string? Token);

/// <summary>What became of an update.</summary>
public enum UpdateOutcome
{
    /// <summary>All given members are applied.</summary>
    Updated,

    /// <summary>No such workspace, or removed.</summary>
    NotFound,

    /// <summary>The parent is unknown, removed, the workspace itself or below it.</summary>
    InvalidParent,
}

/// <summary>What became of a removal.</summary>
public enum RemoveResult
{
    /// <summary>It and its descendants are removed (or were before).</summary>
    Removed,

    /// <summary>It has live children and the caller did not confirm.</summary>
    ConfirmationRequired,

    /// <summary>It never existed.</summary>
    NotFound,

    /// <summary>Removed, but some agents could not be stopped; repeat to try again.</summary>
    StopFailed,

    /// <summary>Removed, but erasing failed.</summary>
    PurgeFailed,
}

/// <summary>A child named to somebody who must confirm.</summary>
[GenerateSerializer, Immutable, Alias("molecule.child")]
public sealed record ChildName([property: Id(0)] string Id, [property: Id(1)] string Name);

/// <summary>What became of a removal.</summary>
/// <param name="Result">The result.</param>
/// <param name="Descendants">How many descendants went with it (whatever their depth).</param>
/// <param name="Children">Direct live children, when a confirmation is needed.</param>
/// <param name="StopFailures">How many agents could not be stopped.</param>
[GenerateSerializer, Immutable, Alias("molecule.remove-outcome")]
public sealed record RemoveOutcome(
    [property: Id(0)] RemoveResult Result,
    [property: Id(1)] int Descendants,
    [property: Id(2)] IReadOnlyList<ChildName> Children,
    [property: Id(3)] int StopFailures);

/// <summary>What became of a registration.</summary>
public enum RegisterResult
{
    /// <summary>Registered.</summary>
    Registered,

    /// <summary>Unknown id, and the caller may not make one.</summary>
    NotFound,

    /// <summary>The workspace is removed: 410.</summary>
    Removed,

    /// <summary>The URL is unusable and the workspace needs one.</summary>
    UrlRefused,

    /// <summary>Another first contact came before: the workspace has a token now, and the caller did not show it.</summary>
    TokenRequired,
}

/// <summary>What became of a registration.</summary>
/// <param name="Result">The result.</param>
/// <param name="Token">A token in plain text, only when no live one existed.</param>
[GenerateSerializer, Immutable, Alias("molecule.register-outcome")]
public sealed record RegisterOutcome([property: Id(0)] RegisterResult Result, [property: Id(1)] string? Token);

/// <summary>What became of a heartbeat.</summary>
public enum HeartbeatOutcome
{
    /// <summary>Taken.</summary>
    Ok,

    /// <summary>Unknown id.</summary>
    NotFound,

    /// <summary>The workspace is removed: 410.</summary>
    Removed,
}

/// <summary>What the gates ask about a workspace's credentials.</summary>
/// <param name="Exists">Whether the workspace was ever created.</param>
/// <param name="Removed">Whether it is removed.</param>
/// <param name="LiveTokens">How many live tokens it has.</param>
/// <param name="EverIssued">Whether a token was ever issued to it.</param>
[GenerateSerializer, Immutable, Alias("molecule.credential-state")]
public sealed record CredentialState(
    [property: Id(0)] bool Exists,
    [property: Id(1)] bool Removed,
    [property: Id(2)] int LiveTokens,
    [property: Id(3)] bool EverIssued);
