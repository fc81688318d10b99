using Molecule.Grains.Tokens;

namespace Molecule.Grains.Orgs;

// The org's own tokens: like a workspace's, the record says first what is about to happen.
partial class OrgGrain
{
    const int TokenLimit = 500;

    public async Task<MintedToken> MintTokenAsync(string? name, string createdBy, string? orgIdClaim)
    {
        await FreshenAsync();
        if (_record.Value.Tokens.Count >= TokenLimit)
            throw new InvalidOperationException($"Org {_org} has {TokenLimit} live tokens already.");
        var draft = TokenDraft.Create(
            ids.NewId(), new Principal(CredentialKind.Org, _org, null, "", "", string.IsNullOrEmpty(name) ? null : name, createdBy, orgIdClaim));
        await WriteTokensAsync([.. _record.Value.Tokens, draft.Entry]);
        try
        {
            await _tokens.IssueAsync(draft);
        }
        catch
        {
            // Nobody was shown it. It may be valid all the same: the next settling revokes it.
            MarkToken(draft.Entry.Id, TokenEntryState.Revoking);
            throw;
        }

        MarkToken(draft.Entry.Id, TokenEntryState.Live);
        return draft.Minted;
    }

    public async Task<bool> RevokeTokenAsync(string tokenId)
    {
        await FreshenAsync();
        await SettleTokensAsync();
        if (_record.Value.Tokens.FirstOrDefault(token => token.Id == tokenId) is not { } entry)
            return false;
        await WriteTokensAsync([.. _record.Value.Tokens.Select(each => each == entry ? each with { State = TokenEntryState.Revoking } : each)]);
        await SettleTokensAsync();
        return true;
    }

    async Task WriteTokensAsync(List<TokenEntry> tokens)
    {
        var next = _record.Value.Clone();
        next.Tokens = tokens;
        await _record.WriteAsync(next);
    }

    // In memory: Storage learns it with the next write, and settling again until then does no harm.
    void MarkToken(string tokenId, TokenEntryState state) =>
        _record.Value.Tokens = [.. _record.Value.Tokens.Select(each => each.Id == tokenId ? each with { State = state } : each)];

    async Task SettleTokensAsync()
    {
        if (_record.Value.Tokens.Any(token => token.State != TokenEntryState.Live))
            _record.Value.Tokens = await _tokens.SettleAsync(_record.Value.Tokens);
    }
}
