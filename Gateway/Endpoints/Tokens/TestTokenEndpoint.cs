using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Tokens;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>Mints tokens for test suites (contract, 2.11).</summary>
sealed class TestTokenEndpoint(IGrainFactory grains, Authenticator credentials, GatewayOptions options) : IEndpointGroup
{
    static readonly Reply Failed = Errors.Of(500, "token issue failed");

    public void Map(ApiRoutes routes) => routes
        .Map("GET", "/admin/workspaces/{id}/test-token", new TestTokenGate(credentials, options), IssueAsync)
        .Describe(new RouteDoc("A new token of a workspace, for test suites. Not in production.")
            .Gives<TestTokenReply>("the token").Refuses(401, "admin auth required").Refuses(404, "not found", "workspace not found")
            .Fails("token issue failed"));

    async ValueTask<Reply> IssueAsync(ApiCall call) => await grains.Workspace(call.Org, call.Id).IssueTokenAsync() switch
    {
        { Result: IssueResult.Issued, Token: { } token } => Reply.Json(
            200, new TestTokenReply(token.PlainText, call.Id), GatewayJsonContext.Default.TestTokenReply),
        { Result: IssueResult.NotFound } => Errors.WorkspaceNotFound,
        _ => Failed,
    };
}
