using Molecule.Grains.Tokens;

namespace Molecule.Grains.Workspaces;

// The workspace's tokens. Its record lists them, each token's own grain answers for it.
partial class WorkspaceGrain
{
    const int TokenLimit = 50;

    // A suite asks with every step that it takes, and still uses what it got with its first.
    const int TestTokenLimit = 200;

    public Task<CredentialState> GetCredentialStateAsync()
    {
        var state = new CredentialState(
            _record.Exists, Value.Status == WorkspaceStatus.Removed, Value.Tokens.Count(token => token.Counts), Value.TokenEverIssued);
        if (!_record.Exists)
            _record.Fade(this);
        return Task.FromResult(state);
    }

    public async Task<IssueTokenOutcome> IssueTokenAsync()
    {
        await FreshenAsync();
        if (!IsLive())
            return new(IssueResult.NotFound, null);
        return Value.Tokens.Count >= TokenLimit ? new(IssueResult.TooMany, null) : await IssueAsync(isForTests: false);
    }

    public async Task<IssueTokenOutcome> IssueTestTokenAsync()
    {
        await FreshenAsync();
        if (!IsLive())
            return new(IssueResult.NotFound, null);
        var earlier = Value.Tokens.Where(token => token.IsForTests).ToList();
        if (earlier.Count >= TestTokenLimit)
            await RevokeTokenAsync(earlier[0].Id);
        return await IssueAsync(isForTests: true);
    }

    public async Task<bool> RevokeTokenAsync(string tokenId)
    {
        await FreshenAsync();
        if (!IsLive() || Value.Tokens.FirstOrDefault(token => token.Id == tokenId) is not { } entry)
            return false;
        if (entry.Counts)
        {
            var next = Value.Clone();
            next.Tokens = With(next.Tokens, entry, TokenEntryState.Revoking);
            await CommitAsync(next);
        }

        // From here on the revocation is certain; the token's grain makes it felt. Whoever asks again because that failed is not told that it is done.
        await _tokens.RevokeAsync(entry);
        Value.Tokens = [.. Value.Tokens.Where(token => token.Id != tokenId)];
        return true;
    }

    async Task<IssueTokenOutcome> IssueAsync(bool isForTests)
    {
        var next = Value.Clone();
        var draft = AddToken(next, isForTests);
        await CommitAsync(next);
        await IssueAsync(draft);
        return new(IssueResult.Issued, draft.Minted);
    }

    // The entry is written before the token's grain hears of it: a crash in between is found by the next activation.
    TokenDraft AddToken(WorkspaceRecord next, bool isForTests = false)
    {
        var draft = TokenDraft.Create(ids.NewId(), new Principal(CredentialKind.Workspace, _org, _id, "", ""), isForTests);
        next.Tokens = [.. next.Tokens, draft.Entry];
        next.TokenEverIssued = true;
        return draft;
    }

    async Task IssueAsync(TokenDraft draft)
    {
        try
        {
            await _tokens.IssueAsync(draft);
            Value.Tokens = With(Value.Tokens, draft.Entry, TokenEntryState.Live);
        }
        catch
        {
            // Nobody was shown it, and it may have become valid all the same.
            await TryAbandonAsync(draft);
            throw;
        }
    }

    async Task TryAbandonAsync(TokenDraft draft)
    {
        Value.Tokens = With(Value.Tokens, draft.Entry, TokenEntryState.Revoking);
        _delivered = false;
        try
        {
            await CommitAsync(Value.Clone());
            await SettleTokensAsync();
        }
        catch (Exception e)
        {
            // The record is due since the token was begun: the org's sweep comes back.
            LogIssueFailed(logger, e, _org, _id);
        }
    }

    async Task<bool> TryIssueAsync(TokenDraft draft)
    {
        try
        {
            await IssueAsync(draft);
            return true;
        }
        catch (Exception e)
        {
            LogIssueFailed(logger, e, _org, _id);
            return false;
        }
    }

    async Task SettleTokensAsync()
    {
        if (Value.Tokens.All(token => token.State == TokenEntryState.Live))
            return;
        var settled = await _tokens.SettleAsync(Value.Tokens);

        // The board counts what is issued, too.
        _delivered &= settled.Count == Value.Tokens.Count(token => token.Counts);
        Value.Tokens = settled;
    }

    static List<TokenEntry> With(List<TokenEntry> entries, TokenEntry entry, TokenEntryState state) =>
        [.. entries.Select(each => each.Id == entry.Id ? each with { State = state } : each)];
}
