namespace Molecule.Grains.Tokens;

/// <summary>
/// Keeps an owner's list of tokens and the tokens' own grains in step. The owner writes what it is about to do (an entry <c>Issuing</c> or
/// <c>Revoking</c>) before it does it here; what a crash left half done is settled here by the next activation.
/// </summary>
sealed class TokenLedger(IGrainFactory grains)
{
    // After a long test suite there are hundreds, and whoever revokes them waits for all.
    const int Width = 16;

    /// <summary>Makes a token valid whose entry is stored as <c>Issuing</c>.</summary>
    public Task IssueAsync(TokenDraft draft) => Grain(draft.Entry).IssueAsync(draft.Principal);

    /// <summary>Ends a token whose entry is stored as <c>Revoking</c>.</summary>
    public Task RevokeAsync(TokenEntry entry) => Grain(entry).RevokeAsync();

    /// <summary>Finishes what is half done.</summary>
    /// <returns>The tokens that are left, all of them live.</returns>
    public async Task<List<TokenEntry>> SettleAsync(IReadOnlyList<TokenEntry> entries)
    {
        var live = new List<TokenEntry>(entries.Count);
        foreach (var some in entries.Chunk(Width))
            live.AddRange((await Task.WhenAll(some.Select(SettleAsync))).OfType<TokenEntry>());
        return live;
    }

    async Task<TokenEntry?> SettleAsync(TokenEntry entry)
    {
        switch (entry.State)
        {
            case TokenEntryState.Live:
                return entry;

            // Issued, and perhaps shown to its holder; or never issued, and then shown to nobody.
            case TokenEntryState.Issuing:
                return await Grain(entry).IdentifyAsync() is null ? null : entry with { State = TokenEntryState.Live };

            default:
                await Grain(entry).RevokeAsync();
                return null;
        }
    }

    ITokenGrain Grain(TokenEntry entry) => grains.GetGrain<ITokenGrain>(entry.Hash);
}
