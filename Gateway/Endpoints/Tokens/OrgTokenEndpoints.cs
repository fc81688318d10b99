using System.Text;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting.Limits;
using Molecule.Gateway.Http;
using Molecule.Grains.Tokens;
using Molecule.Storage.Records;

namespace Molecule.Gateway.Endpoints.Tokens;

/// <summary>Org tokens: every admin route and every workspace of the org (contract, 2.11).</summary>
sealed class OrgTokenEndpoints(IGrainFactory grains, GateSet gates, IRecordQueries records, TokenUse use, RequestLimits limits)
    : IEndpointGroup
{
    const int MaxListed = 500;

    static readonly Reply NameTooLong = Errors.Of(400, "name too long (max 100 chars)");
    static readonly Reply NotRevoked = Errors.Of(404, "token not found or already revoked");

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/org/tokens", gates.Admin, ListAsync).Describe(
            new RouteDoc("The org's live tokens, newest first, at most 500.").Gives<OrgTokenListReply>("the tokens")
                .Fails("failed to list tokens"));
        routes.Map("POST", "/org/tokens", gates.StrictAdmin, MintAsync).Describe(
            new RouteDoc("One more org token, shown this once. Ten an hour for each address.")
                .Takes<MintBody>().Gives<MintedReply>("the token").Refuses(400, "invalid request body", "name too long (max 100 chars)")
                .Refuses(429, "rate limit exceeded").Fails("failed to mint token"));
        routes.Map("DELETE", "/org/tokens/{tokenId}", gates.Admin, RevokeAsync).Describe(
            new RouteDoc("Ends an org token.")
                .Gives<RevokedReply>("revoked").Refuses(404, "token not found or already revoked").Fails("failed to revoke"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        var stored = await records.ListUnderAsync<TokenRecord>(call.Org, null, includeTerminal: false, call.Aborted);
        var lastUse = await use.OfAsync(call.Org, call.Aborted);
        var tokens = stored
            .Where(token => token.Record is { RevokedAt: null, Principal.Kind: CredentialKind.Org })
            .OrderByDescending(token => token.Record.CreatedAt)
            .Take(MaxListed)
            .Select(token => Item(token.Record, lastUse))
            .ToList();
        return Reply.Json(200, new OrgTokenListReply(tokens, tokens.Count), GatewayJsonContext.Default.OrgTokenListReply);
    }

    async ValueTask<Reply> MintAsync(ApiCall call)
    {
        if (limits.TakeMint(call.Http) is { } tooMany)
        {
            return tooMany;
        }

        string? name = null;
        if (call.Http.Request.ContentLength is not (null or 0) || call.Http.Request.Headers.TransferEncoding.Count > 0)
        {
            var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.MintBody, Errors.InvalidRequestBody);
            if (!read.IsRead)
            {
                return read.Refusal;
            }

            name = JsonText.CleanOrNull(read.Value.Name);
        }

        if (name is not null && Encoding.UTF8.GetByteCount(name) > 100)
        {
            return NameTooLong;
        }

        var token = await grains.Org(call.Org).MintTokenAsync(name, LabelOf(call.Caller), call.Caller.Principal?.OrgIdClaim);
        var reply = new MintedReply(token.Id, token.Prefix, name, token.PlainText, "Save this token now. It will not be shown again.");
        return Reply.Json(200, reply, GatewayJsonContext.Default.MintedReply);
    }

    async ValueTask<Reply> RevokeAsync(ApiCall call)
    {
        var tokenId = (string)call.Http.Request.RouteValues["tokenId"]!;
        return await grains.Org(call.Org).RevokeTokenAsync(tokenId)
            ? Reply.Json(200, new RevokedReply(tokenId), GatewayJsonContext.Default.RevokedReply)
            : NotRevoked;
    }

    // By the credential that authenticated, not by what else the request carried. Nobody's name: the install has no credential yet.
    static string LabelOf(Caller caller) => caller.Kind switch
    {
        AccessKind.OrgToken => $"org-token:{caller.Principal!.Prefix}",
        AccessKind.Session => "session",
        AccessKind.AdminToken => "admin-token",
        _ => "",
    };

    static OrgTokenItem Item(TokenRecord record, Func<string, string?> lastUse)
    {
        var principal = record.Principal!;
        return new OrgTokenItem(
            principal.TokenId, principal.Prefix, NullIfEmpty(principal.Name), NullIfEmpty(principal.OrgIdClaim),
            NullIfEmpty(principal.CreatedBy), Timestamps.Of(record.CreatedAt), lastUse(principal.TokenId));
    }

    static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
