using System.Text.Json;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Registry;

/// <summary>Workspaces find each other (contract, 7.4, 7.5 and 9). All is answered from the org's board.</summary>
sealed class DiscoveryEndpoints(IGrainFactory grains, GateSet gates, IAgentUrlPolicy urls) : IEndpointGroup
{
    static readonly Reply HeaderMissing = Errors.Of(400, "X-Workspace-ID header is required");
    static readonly Reply Forbidden = Errors.Of(403, "not authorized to discover this workspace");
    static readonly Reply UnsafeUrl = Errors.Of(503, "workspace URL failed safety check");

    public void Map(ApiRoutes routes)
    {
        routes.MapUngated("GET", "/registry/discover/{id}", gates.Discovery.Name, DiscoverAsync).Describe(
            new RouteDoc("Where a workspace that one may talk to is reached.")
                .ReadsHeader("X-Workspace-ID", "who asks; required").Gives<DiscoveredReply>("where it is")
                .Refuses(400, "X-Workspace-ID header is required", "invalid workspace ID")
                .Refuses(401, "missing workspace auth token", "invalid workspace auth token")
                .Refuses(403, "not authorized to discover this workspace").Refuses(404, "workspace not found")
                .Refuses(503, "workspace not available", "workspace URL failed safety check").Fails("lookup failed"));
        routes.Map("GET", "/registry/{id}/peers", gates.Discovery, ListPeersAsync).Describe(
            new RouteDoc("Siblings, children and parent of a workspace, in this order.")
                .Reads("q", "part of a name or role, whatever its case").Gives<IReadOnlyList<PeerShape>>("the peers")
                .Refuses(401, "missing workspace auth token", "invalid workspace auth token").Refuses(404, "workspace not found")
                .Fails("lookup failed"));
        routes.Map("POST", "/registry/check-access", gates.Open, CheckAccessAsync).Describe(
            new RouteDoc("Whether one workspace may talk to another.")
                .Takes<AccessBody>().Gives<AccessReply>("the answer").Refuses(400, "invalid request body"));
    }

    async ValueTask<Reply> DiscoverAsync(HttpContext http, string id)
    {
        var claim = http.Request.Headers["X-Workspace-ID"].ToString().Trim();
        if (claim.Length == 0)
        {
            return HeaderMissing;
        }

        if (!WorkspaceId.IsValid(claim))
        {
            return Errors.InvalidWorkspaceId;
        }

        var verdict = await gates.Discovery.JudgeAsync(http, claim);
        if (!verdict.IsAllowed)
        {
            return verdict.Refusal;
        }

        var found = await grains.Org(verdict.Caller.Org).DiscoverAsync(claim, id);
        return found.Result switch
        {
            DiscoverResult.Found when found.UrlIsTrusted || await urls.AcceptsRegistrationAsync(found.Url, http.RequestAborted) =>
                Reply.Json(200, new DiscoveredReply(id, found.Url, found.Name), GatewayJsonContext.Default.DiscoveredReply),
            DiscoverResult.Found => UnsafeUrl,
            DiscoverResult.Forbidden => Forbidden,
            DiscoverResult.Unavailable => Errors.Of(503, "workspace not available", w => w.WriteString("status"u8, found.Status.ToWire())),
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> ListPeersAsync(ApiCall call)
    {
        if (await grains.Org(call.Org).GetPeersAsync(call.Id) is not { } peers)
        {
            return Errors.WorkspaceNotFound;
        }

        var part = call.Query("q")?.Trim() ?? "";
        return Reply.Written(200, json =>
        {
            json.WriteStartArray();
            foreach (var peer in peers)
            {
                if (part.Length == 0 || Says(peer.Name, part) || Says(peer.Role, part))
                {
                    WritePeer(json, peer);
                }
            }

            json.WriteEndArray();
        });
    }

    async ValueTask<Reply> CheckAccessAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.AccessBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (read.Value is not { CallerId.Length: > 0, TargetId.Length: > 0 } body)
        {
            return Errors.InvalidRequestBody;
        }

        var allowed = await grains.Org(call.Org).CanCommunicateAsync(body.CallerId, body.TargetId);
        return Reply.Json(200, new AccessReply(allowed), GatewayJsonContext.Default.AccessReply);
    }

    static bool Says(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) ?? false;

    static void WritePeer(Utf8JsonWriter json, WorkspaceView peer)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, peer.Id);
        json.WriteString("name"u8, peer.Name);
        json.WriteText("role"u8, string.IsNullOrEmpty(peer.Role) ? null : peer.Role);
        json.WriteNumber("tier"u8, peer.Tier);
        json.WriteString("status"u8, peer.Status.ToWire());
        json.WriteJsonOrNull("agent_card"u8, peer.CardJson);
        json.WriteString("url"u8, peer.Url);
        json.WriteText("parent_id"u8, peer.ParentId);
        json.WriteNumber("active_tasks"u8, peer.ActiveTasks);
        json.WriteEndObject();
    }
}
