using System.Text.Json;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Registry;

/// <summary>Agents say where they are and what they can do (contract, 7.1 and 7.3).</summary>
sealed class RegistrationEndpoints(IGrainFactory grains, GateSet gates, IAgentUrlPolicy urls) : IEndpointGroup
{
    static readonly Reply CardUpdated = Reply.Literal(200, "{\"status\":\"updated\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.MapUngated("POST", "/registry/register", gates.Registry.Name, RegisterAsync).Describe(
            new RouteDoc("An agent says where it is. Its first time without a token yields one.")
                .Takes<RegisterBody>().Gives<RegisteredReply>("registered")
                .Refuses(400, "invalid request body", "invalid workspace ID")
                .Refuses(401, "missing workspace auth token", "invalid workspace auth token")
                .Refuses(404, "workspace not found").Refuses(410, "workspace removed").Fails("registration failed"));
        routes.MapUngated("POST", "/registry/update-card", gates.Card.Name, UpdateCardAsync).Describe(
            new RouteDoc("An agent says what it can do now.")
                .Takes<CardBody>().Gives<StatusReply>("updated")
                .Refuses(400, "invalid request body", "invalid workspace ID")
                .Refuses(401, "missing workspace auth token", "invalid workspace auth token")
                .Refuses(404, "workspace not found").Fails("failed to update card"));
    }

    async ValueTask<Reply> RegisterAsync(HttpContext http, string id)
    {
        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.RegisterBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (read.Value is not { Id.Length: > 0, Url.Length: > 0 } body || CardOf(read.Value.AgentCard) is not { } card)
        {
            return Errors.InvalidRequestBody;
        }

        if (!WorkspaceId.IsValid(body.Id))
        {
            return Errors.InvalidWorkspaceId;
        }

        var verdict = await gates.Registry.JudgeAsync(http, body.Id);
        if (!verdict.IsAllowed)
        {
            return verdict.Refusal;
        }

        // An agent in a container may name a host that only its own network knows: the grain decides whether it can do without.
        var url = await urls.AcceptsRegistrationAsync(body.Url, http.RequestAborted) ? body.Url : null;
        // Of two first contacts at once the gate lets in both; the grain sees one after the other.
        var command = new RegisterAgent(url, card, verdict.Caller.IsOperator, IsFirstContact: verdict.Caller.WorkspaceId != body.Id);
        var outcome = await grains.Workspace(verdict.Caller.Org, body.Id).RegisterAsync(command);
        return outcome.Result switch
        {
            RegisterResult.Registered => Reply.Json(
                200, new RegisteredReply("registered", outcome.Token), GatewayJsonContext.Default.RegisteredReply),
            RegisterResult.Removed => Errors.WorkspaceRemoved,
            RegisterResult.UrlRefused => Errors.InvalidRequestBody,
            RegisterResult.TokenRequired => Bearer.Of(http) is null ? WorkspaceGate.Missing : WorkspaceGate.Invalid,
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> UpdateCardAsync(HttpContext http, string id)
    {
        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.CardBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (read.Value is not { WorkspaceId.Length: > 0 } body || CardOf(read.Value.AgentCard) is not { } card)
        {
            return Errors.InvalidRequestBody;
        }

        if (!WorkspaceId.IsValid(body.WorkspaceId))
        {
            return Errors.InvalidWorkspaceId;
        }

        var verdict = await gates.Card.JudgeAsync(http, body.WorkspaceId);
        if (!verdict.IsAllowed)
        {
            return verdict.Refusal;
        }

        return await grains.Workspace(verdict.Caller.Org, body.WorkspaceId).UpdateCardAsync(card) ? CardUpdated : Errors.WorkspaceNotFound;
    }

    static string? CardOf(JsonElement? card) =>
        card is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? JsonText.Compact(value) : null;
}
