namespace Molecule.Grains.Tokens;

/// <summary>A token that is about to be issued: what the owner keeps, what the token's grain keeps, and what is shown once.</summary>
/// <param name="Entry">For the owner's record.</param>
/// <param name="Principal">For the token's grain.</param>
/// <param name="PlainText">For its holder.</param>
sealed record TokenDraft(TokenEntry Entry, Principal Principal, string PlainText)
{
    /// <summary>The token as it is shown once.</summary>
    public MintedToken Minted => new(Principal.TokenId, Principal.Prefix, PlainText);

    /// <summary>Makes one. <paramref name="principal"/> gets its id and prefix here.</summary>
    public static TokenDraft Create(string id, Principal principal, bool isForTests = false)
    {
        var plainText = TokenText.Create();
        return new TokenDraft(
            new TokenEntry(id, TokenText.Hash(plainText), TokenEntryState.Issuing, isForTests),
            principal with { TokenId = id, Prefix = plainText[..TokenText.PrefixLength] },
            plainText);
    }
}
