using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Templates;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>List, read, change, and the state poll (contract, 4 and 6.6).</summary>
sealed class WorkspaceEndpoints(IGrainFactory grains, GateSet gates, ITemplates templates) : IEndpointGroup
{
    static readonly Reply Updated = Reply.Literal(200, "{\"status\":\"updated\"}"u8);
    static readonly Reply UpdatedNeedsRestart = Reply.Literal(200, "{\"status\":\"updated\",\"needs_restart\":true}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/workspaces", gates.Admin, ListAsync).Describe(
            new RouteDoc("All workspaces that are not removed, oldest first.")
                .Gives<IReadOnlyList<WorkspaceShape>>("the workspaces").Fails("query failed"));
        routes.Map("GET", "/workspaces/{id}", gates.Open, GetAsync).Describe(
            new RouteDoc("One workspace; a removed one too, with its status.")
                .Gives<WorkspaceShape>("the workspace").Refuses(400, "invalid workspace ID").Refuses(404, "workspace not found")
                .Fails("query failed"));
        routes.Map("PATCH", "/workspaces/{id}", gates.Workspace, UpdateAsync).Describe(
            new RouteDoc("Changes the members that are given, all or none.")
                .Takes<UpdateBody>().Gives<UpdatedReply>("updated")
                .Refuses(400, "invalid workspace ID", "invalid request body", "invalid parent_id", "invalid workspace directory",
                    "<field> must not …")
                .Refuses(403, "admin auth required").Refuses(404, "workspace not found"));
        routes.Map("GET", "/workspaces/{id}/state", gates.State, StateAsync).Describe(
            new RouteDoc("What an agent that cannot hold a socket must know: go on, pause, or shut down.")
                .Gives<StateReply>("the state").Gives<StateReply>("deleted", 404).Fails("lookup failed"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        var views = await grains.Org(call.Org).ListAsync();
        var catalog = await templates.ReadAsync();
        return Reply.Written(200, json =>
        {
            json.WriteStartArray();
            foreach (var view in views)
            {
                WorkspaceJson.WriteItem(json, view, catalog);
            }

            json.WriteEndArray();
        });
    }

    async ValueTask<Reply> GetAsync(ApiCall call)
    {
        if (await grains.Workspace(call.Org, call.Id).GetAsync() is not { } view)
        {
            return Errors.WorkspaceNotFound;
        }

        var isOwner = call.Caller.IsAdminClass || call.Caller.Kind == AccessKind.DevMode || call.Caller.WorkspaceId == call.Id;
        var catalog = await templates.ReadAsync();
        return Reply.Written(200, json => WorkspaceJson.WriteSingle(json, view, catalog, isOwner));
    }

    async ValueTask<Reply> UpdateAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.UpdateBody, Errors.InvalidRequestBody);
        if (!body.IsRead)
        {
            return body.Refusal;
        }

        if (UpdateRules.Check(body.Value, call.Caller) is { } refusal)
        {
            return refusal;
        }

        return await grains.Workspace(call.Org, call.Id).UpdateAsync(UpdateRules.ToCommand(body.Value)) switch
        {
            UpdateOutcome.Updated => body.Value.HasWorkspaceDir ? UpdatedNeedsRestart : Updated,
            UpdateOutcome.InvalidParent => UpdateRules.InvalidParent,
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> StateAsync(ApiCall call)
    {
        var view = await grains.Workspace(call.Org, call.Id).GetAsync();
        var isGone = view is null or { Status: WorkspaceStatus.Removed };
        var state = new StateReply(call.Id, view?.Status.ToWire(), isGone ? null : view!.Status == WorkspaceStatus.Paused, isGone);
        return Reply.Json(isGone ? 404 : 200, state, GatewayJsonContext.Default.StateReply);
    }
}
