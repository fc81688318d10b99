using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;
using Molecule.Grains.Tokens;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>Mints tokens for test suites (contract, 2.11).</summary>
sealed partial class TestTokenEndpoint(
    IGrainFactory grains, Authenticator credentials, GatewayOptions options, ILogger<TestTokenEndpoint> logger) : IEndpointGroup
{
    const string Path = "/admin/workspaces/{id}/test-token";

    static readonly Reply Disabled = Errors.Of(404, "not found");
    static readonly Reply Failed = Errors.Of(500, "token issue failed");

    public void Map(ApiRoutes routes)
    {
        var gate = new TestTokenGate(credentials, options);
        // Switched off, it says the same to everything: not even the spelling of an id is looked at.
        var route = options is { IsProduction: true, ForceTestTokens: false }
            ? routes.MapRaw("GET", Path, http => Disabled.WriteAsync(http).AsTask()).WithMetadata(new GateName(gate.Name)).ExcludeFromDescription()
            : routes.Map("GET", Path, gate, IssueAsync);
        route.Describe(new RouteDoc("A new token of a workspace, for test suites. Not in production.")
            .Gives<TestTokenReply>("the token").Refuses(401, "admin auth required").Refuses(404, "not found", "workspace not found")
            .Refuses(500, "token issue failed").Fails("lookup failed"));
    }

    async ValueTask<Reply> IssueAsync(ApiCall call)
    {
        var workspace = grains.Workspace(call.Org, call.Id);
        if (await workspace.GetAsync() is null)
        {
            return Errors.WorkspaceNotFound;
        }

        try
        {
            return await workspace.IssueTestTokenAsync() switch
            {
                { Result: IssueResult.Issued, Token: { } token } => Reply.Json(
                    200, new TestTokenReply(token.PlainText, call.Id), GatewayJsonContext.Default.TestTokenReply),
                { Result: IssueResult.NotFound } => Errors.WorkspaceNotFound,
                _ => Failed,
            };
        }
        catch (Exception fault) when (Faults.Passing(fault) is null)
        {
            LogFailed(logger, fault, call.Org, call.Id);
            return Failed;
        }
    }
}
