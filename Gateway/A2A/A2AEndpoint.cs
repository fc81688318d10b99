using System.Text.Json;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.A2A;

/// <summary><c>POST /workspaces/{id}/a2a</c>: a message for an agent, in the contract's order (10.1): time limit, body, caller, and then the rest.</summary>
sealed class A2AEndpoint(GateSet gates, A2ADispatcher dispatcher) : IEndpointGroup
{
    public void Map(ApiRoutes routes) =>
        routes.MapRaw(HttpMethods.Post, "/workspaces/{id}/a2a", HandleAsync).WithMetadata(new GateName("CG")).Describe(
            new RouteDoc("A message for the workspace's agent: a JSON-RPC request, with or without its envelope. The answer is the agent's own.")
                .ReadsHeader("X-Workspace-ID", "who sends it").ReadsHeader("X-Timeout", "seconds; 0: no limit").Takes<JsonElement>()
                .Gives<JsonElement>("the agent's answer").Gives<JsonElement>("queued: the agent is busy", 202)
                .Refuses(400, "invalid JSON", "failed to read request body").Refuses(402, "workspace budget limit exceeded")
                .Refuses(403, "access denied: workspaces cannot communicate per hierarchy rules").Refuses(404, "workspace not found")
                .Refuses(500, "lookup failed", "failed to create proxy request")
                .Refuses(502, "failed to reach workspace agent", "failed to read agent response", "workspace URL is not publicly routable")
                .Refuses(503, "workspace has no URL", "workspace is waking from hibernation — retry in ~15 seconds", "workspace agent busy — …"));

    async Task HandleAsync(HttpContext http)
    {
        var (envelope, refusal) = await AdmitAsync(http, (string)http.Request.RouteValues[ApiRoutes.IdParameter]!);
        if (envelope is not null)
            refusal = await dispatcher.DispatchAsync(http, envelope);
        if (refusal is not null)
            await refusal.WriteAsync(http);
    }

    async ValueTask<(A2AEnvelope? Envelope, Reply? Refusal)> AdmitAsync(HttpContext http, string id)
    {
        if (!WorkspaceId.IsValid(id))
            return (null, Errors.InvalidWorkspaceId);

        var ceiling = A2ACeiling.Parse(http.Request.Headers["X-Timeout"]);
        var (body, refusal) = await A2ARequestBody.ReadAsync(http.Request);
        if (refusal is not null)
            return (null, refusal);

        var verdict = await gates.Caller.JudgeAsync(http, id);
        return verdict.IsAllowed ? (new(verdict.Caller.Org, id, verdict.Sender, ceiling, body), null) : (null, verdict.Refusal);
    }
}
