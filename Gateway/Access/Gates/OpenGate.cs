using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Access.Gates;

/// <summary>No rule. A valid credential is still recognised: it says the org, and shows its owner more.</summary>
sealed class OpenGate(Authenticator credentials, Sessions.SessionVerifier sessions, GatewayOptions options) : Gate
{
    readonly Caller _anonymous = new(AccessKind.Anonymous, options.DefaultOrg);
    readonly Caller _developer = new(AccessKind.DevMode, options.DefaultOrg);
    readonly Caller _member = new(AccessKind.Session, options.DefaultOrg);

    public override string Name => "none";

    public override async ValueTask<Verdict> JudgeAsync(HttpContext http, string subject)
    {
        if (await credentials.FindAsync(Bearer.Of(http)) is { } caller)
        {
            return caller;
        }

        return options.IsDevMode ? _developer : await sessions.IsMemberAsync(http) ? _member : _anonymous;
    }
}
