using System.Globalization;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Tokens;
using Molecule.Storage.Records;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>The tokens of a workspace (contract, 2.11). Rotation is: create, switch, revoke the old one.</summary>
sealed class WorkspaceTokenEndpoints(IGrainFactory grains, GateSet gates, IRecordQueries records, TokenUse use) : IEndpointGroup
{
    static readonly Reply TooMany = Errors.Of(429, "maximum 50 active tokens per workspace");
    static readonly Reply NotRevoked = Errors.Of(404, "token not found or already revoked");
    static readonly Reply Revoked = Reply.Literal(200, "{\"status\":\"revoked\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/workspaces/{id}/tokens", gates.Workspace, ListAsync).Describe(
            new RouteDoc("The workspace's live tokens, newest first.")
                .Reads("limit", "1–200, default 50").Reads("offset", "how many to pass over")
                .Gives<TokenListReply>("the tokens").Fails("failed to list tokens"));
        routes.Map("POST", "/workspaces/{id}/tokens", gates.Workspace, CreateAsync).Describe(
            new RouteDoc("One more token. It is shown this once.")
                .Gives<TokenReply>("the token", 201).Refuses(404, "workspace not found")
                .Refuses(429, "maximum 50 active tokens per workspace").Fails("failed to create token"));
        routes.Map("DELETE", "/workspaces/{id}/tokens/{tokenId}", gates.Workspace, RevokeAsync).Describe(
            new RouteDoc("Ends a token.")
                .Gives<StatusReply>("revoked").Refuses(404, "token not found or already revoked").Fails("failed to revoke token"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        var limit = Number(call.Query("limit")) is >= 1 and <= 200 and var asked ? asked : 50;
        var offset = Math.Max(0, Number(call.Query("offset")) ?? 0);

        var stored = await records.ListUnderAsync<TokenRecord>(call.Org, call.Id, includeTerminal: false, call.Aborted);
        var lastUse = await use.OfAsync(call.Org, call.Aborted);
        var page = stored
            .Where(token => token.Record is { RevokedAt: null, Principal: not null })
            .OrderByDescending(token => token.Record.CreatedAt)
            .Skip(offset).Take(limit)
            .Select(token => Item(token.Record, lastUse))
            .ToList();
        return Reply.Json(200, new TokenListReply(page, page.Count), GatewayJsonContext.Default.TokenListReply);
    }

    async ValueTask<Reply> CreateAsync(ApiCall call)
    {
        var outcome = await grains.Workspace(call.Org, call.Id).IssueTokenAsync();
        return outcome switch
        {
            { Result: IssueResult.Issued, Token: { } token } => Reply.Json(
                201, new TokenReply(token.PlainText, call.Id, "Save this token now. It will not be shown again."),
                GatewayJsonContext.Default.TokenReply),
            { Result: IssueResult.TooMany } => TooMany,
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> RevokeAsync(ApiCall call)
    {
        var tokenId = (string)call.Http.Request.RouteValues["tokenId"]!;
        return await grains.Workspace(call.Org, call.Id).RevokeTokenAsync(tokenId) ? Revoked : NotRevoked;
    }

    static TokenItem Item(TokenRecord record, Func<string, string?> lastUse)
    {
        var principal = record.Principal!;
        return new TokenItem(principal.TokenId, principal.Prefix, Timestamps.Of(record.CreatedAt), lastUse(principal.TokenId));
    }

    static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
