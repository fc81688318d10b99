using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>
/// The gate of the test-token route (contract, 2.11): open outside production, because it is how suites get their first bearer; where
/// there is an admin
/// token, it alone passes.
/// </summary>
sealed class TestTokenGate(Authenticator credentials, GatewayOptions options) : Gate
{
    public override string Name => "test-token";

    public override ValueTask<Verdict> JudgeAsync(HttpContext http, string subject) => new(Judge(http));

    Verdict Judge(HttpContext http) => options.HasAdminToken && !credentials.IsAdminToken(Bearer.Of(http))
        ? AdminGate.Missing
        : new Caller(AccessKind.Anonymous, options.DefaultOrg);
}
