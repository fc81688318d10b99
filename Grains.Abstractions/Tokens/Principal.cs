using Molecule.Grains.Records;

namespace Molecule.Grains.Tokens;

/// <summary>What kind of credential authenticated.</summary>
public enum CredentialKind
{
    /// <summary>A workspace token: exactly one workspace.</summary>
    Workspace,

    /// <summary>An org token: every admin route and every workspace of its org.</summary>
    Org,
}

/// <summary>Whom a credential stands for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Org">The org; every query and key made for this principal carries it.</param>
/// <param name="WorkspaceId">The workspace, for <see cref="CredentialKind.Workspace"/>.</param>
/// <param name="TokenId">The token's id, a UUID.</param>
/// <param name="Prefix">The first 8 characters of the plain text, for display.</param>
/// <param name="Name">The display name of an org token, or null.</param>
/// <param name="CreatedBy">The label of whoever minted an org token, or null.</param>
/// <param name="OrgIdClaim">The <c>org_id</c> of an org token, or null when absent.</param>
[GenerateSerializer, Immutable, Alias("molecule.principal")]
public sealed record Principal(
    [property: Id(0)] CredentialKind Kind,
    [property: Id(1)] string Org,
    [property: Id(2)] string? WorkspaceId,
    [property: Id(3)] string TokenId,
    [property: Id(4)] string Prefix,
    [property: Id(5)] string? Name = null,
    [property: Id(6)] string? CreatedBy = null,
    [property: Id(7)] string? OrgIdClaim = null);

/// <summary>A token just made. <paramref name="PlainText"/> is shown once.</summary>
[GenerateSerializer, Immutable, Alias("molecule.minted-token")]
public sealed record MintedToken([property: Id(0)] string Id, [property: Id(1)] string Prefix, [property: Id(2)] string PlainText);

/// <summary>What became of a wish for a workspace token.</summary>
public enum IssueResult
{
    /// <summary>Issued.</summary>
    Issued,

    /// <summary>No such workspace, or removed.</summary>
    NotFound,

    /// <summary>It has 50 live tokens already.</summary>
    TooMany,
}

/// <summary>What became of a wish for a workspace token.</summary>
[GenerateSerializer, Immutable, Alias("molecule.issue-token-outcome")]
public sealed record IssueTokenOutcome([property: Id(0)] IssueResult Result, [property: Id(1)] MintedToken? Token);

/// <summary>The durable state of a credential.</summary>
[GenerateSerializer, Alias("molecule.token-record")]
public sealed class TokenRecord : IRecord
{
    /// <inheritdoc />
    public static string Kind => "token";

    /// <summary>Whom it stands for; null: never issued.</summary>
    [Id(0)] public Principal? Principal { get; set; }

    /// <summary>When it was issued.</summary>
    [Id(1)] public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was revoked, or null.</summary>
    [Id(2)] public DateTimeOffset? RevokedAt { get; set; }

    string IRecord.OrgOf(string key) =>
        Principal?.Org ?? throw new InvalidOperationException("A credential that was never issued belongs to no org and is not stored.");

    string? IRecord.Parent => Principal?.WorkspaceId;

    string? IRecord.StatusKey => RevokedAt is null ? "live" : "revoked";

    DateTimeOffset? IRecord.DueAt => null;

    bool IRecord.IsTerminal => RevokedAt is not null;
}
