using Molecule.Grains.Records;

namespace Molecule.Grains.Tokens;

/// <summary>One credential. A key that was never issued is forgotten soon: guesses cost no memory and no row.</summary>
sealed class TokenGrain(
    [PersistentState("token", StorageNames.Records)] IPersistentState<TokenRecord> state, ILastUses uses, TimeProvider time) : Grain, ITokenGrain
{
    static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    DurableRecord<TokenRecord> _record = null!;
    Task _revocation = Task.CompletedTask;
    DateTimeOffset _notedAt;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _record = new(state, DeactivateOnIdle);
        return Task.CompletedTask;
    }

    public Task<Principal?> AuthenticateAsync() =>
        _revocation.IsCompletedSuccessfully && !_record.IsUnsure ? Task.FromResult(Authenticate()) : AuthenticateLaterAsync();

    public Task<Principal?> IdentifyAsync() => Task.FromResult(Forget() ? null : _record.Value.Principal);

    public async Task IssueAsync(Principal principal)
    {
        await FreshenAsync();
        var known = _record.Value;
        if (_record.Exists && known.RevokedAt is null && known.Principal == principal)
            return;
        if (_record.Exists)
            throw new InvalidOperationException("This credential was issued before, to somebody else or to be revoked.");
        await _record.WriteAsync(new TokenRecord { Principal = principal, CreatedAt = time.GetUtcNow() });
    }

    public async Task<bool> RevokeAsync()
    {
        await FreshenAsync();
        if (Forget() || _record.Value.RevokedAt is not null)
            return false;
        var known = _record.Value;
        _revocation = _record.WriteAsync(new TokenRecord { Principal = known.Principal, CreatedAt = known.CreatedAt, RevokedAt = time.GetUtcNow() });
        await _revocation;
        return true;
    }

    // A revocation whose answer is out may be in Storage already, where others read it and say that the token is revoked: nobody is let in until it is known.
    async Task<Principal?> AuthenticateLaterAsync()
    {
        await _revocation.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await FreshenAsync();
        if (_revocation.IsCompleted)
            _revocation = Task.CompletedTask;
        return Authenticate();
    }

    Principal? Authenticate()
    {
        if (Forget() || _record.Value is not { Principal: { } principal, RevokedAt: null })
            return null;

        var now = time.GetUtcNow();
        if (now - _notedAt >= NoteEvery)
        {
            _notedAt = now;
            uses.Note(principal.Org, principal.TokenId, now);
        }

        return principal;
    }

    Task FreshenAsync() => _record.IsUnsure ? _record.ReadAsync() : Task.CompletedTask;

    bool Forget()
    {
        if (_record.Exists || _record.IsUnsure)
            return !_record.Exists;
        _record.Fade(this);
        return true;
    }
}
