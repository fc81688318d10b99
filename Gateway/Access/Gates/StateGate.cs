using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Access.Gates;

/// <summary>
/// The gate of the state poll (contract, 6.6): WA, except that an agent whose workspace is gone, and its token with it, must still be
/// able to read
/// that it is gone. An unknown workspace lets everybody through to its 404.
/// </summary>
sealed class StateGate(WorkspaceGate gate, Authenticator credentials, IGrainFactory grains, GatewayOptions options) : Gate
{
    public override string Name => "WA";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        var verdict = await gate.JudgeAsync(http, subject);
        if (verdict.IsAllowed)
        {
            return verdict;
        }

        var owner = Bearer.Of(http) is { } bearer ? await credentials.IdentifyAsync(bearer) : null;
        var org = owner?.Org ?? options.DefaultOrg;
        var state = await grains.Workspace(org, subject).GetCredentialStateAsync();
        return !state.Exists || (state.Removed && owner?.WorkspaceId == subject) ? new Caller(AccessKind.Anonymous, org) : verdict;
    }
}
