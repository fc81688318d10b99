using System.Text.Json.Serialization;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>A new workspace token, shown once.</summary>
sealed record TokenReply(string AuthToken, string WorkspaceId, string Message);

/// <summary>A new workspace token for tests.</summary>
sealed record TestTokenReply(string AuthToken, string WorkspaceId);

/// <summary>A live workspace token.</summary>
sealed record TokenItem(string Id, string Prefix, string CreatedAt, string? LastUsedAt);

/// <summary>Live workspace tokens, newest first.</summary>
sealed record TokenListReply(IReadOnlyList<TokenItem> Tokens, int Count);

/// <summary>A live org token. What is empty is absent.</summary>
sealed record OrgTokenItem(
    string Id,
    string Prefix,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OrgId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CreatedBy,
    string CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LastUsedAt);

/// <summary>Live org tokens, newest first.</summary>
sealed record OrgTokenListReply(IReadOnlyList<OrgTokenItem> Tokens, int Count);

/// <summary>The wish for an org token.</summary>
sealed record MintBody
{
    /// <summary>What to call it, at most 100 bytes.</summary>
    public string? Name { get; init; }
}

/// <summary>A new org token, shown once.</summary>
sealed record MintedReply(
    string Id, string Prefix, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name, string AuthToken,
    string Warning);

/// <summary>An org token is revoked.</summary>
sealed record RevokedReply(string Revoked);
