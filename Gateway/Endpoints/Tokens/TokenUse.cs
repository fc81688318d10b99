using Molecule.Gateway.Http;
using Molecule.Storage.LastSeen;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>When tokens were last used, as far as it is stored: uses are written in batches.</summary>
sealed class TokenUse(ILastSeen seen)
{
    /// <summary>The last uses of an org's tokens by token id, as text.</summary>
    public async ValueTask<Func<string, string?>> OfAsync(string org, CancellationToken cancellationToken)
    {
        var uses = await seen.ReadAsync(org, "token", cancellationToken);
        return id => uses.TryGetValue(id, out var at) ? Timestamps.Of(at) : null;
    }
}
