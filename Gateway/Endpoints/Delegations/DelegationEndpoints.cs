using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Delegations;
using Molecule.Storage.Delegations;

namespace Molecule.Gateway.Endpoints.Delegations;

/// <summary>What a workspace delegated: the list, and what its agent says of it (contract, 12.1).</summary>
sealed class DelegationEndpoints(GateSet gates, IGrainFactory grains, IDelegationStore store) : IEndpointGroup
{
    const string DelegationParameter = "delegationId";
    const int MaxRows = 50;

    static readonly Reply NotFound = Errors.Of(404, "delegation not found");
    static readonly Reply InvalidStatus = Errors.Of(400, "status must be 'completed' or 'failed'");

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/workspaces/{id}/delegations", gates.Workspace, ListAsync).Describe(
            new RouteDoc("What the workspace delegated, newest first: a row for each task and one for what came of it, 50 rows at most.")
                .Gives<IReadOnlyList<DelegationRowShape>>("the rows").Fails("query failed"));
        routes.Map("POST", "/workspaces/{id}/delegations/record", gates.Workspace, RecordAsync).Describe(
            new RouteDoc("The workspace's agent delegates a task by itself, and lets it be known.")
                .Takes<RecordDelegationBody>().Gives<DelegationStatusReply>("recorded, perhaps before", 202)
                .Refuses(400, "invalid request body", "target_id must be a valid UUID").Refuses(404, "workspace not found")
                .Fails("failed to record delegation"));
        routes.Map("POST", $"/workspaces/{{id}}/delegations/{{{DelegationParameter}}}/update", gates.Workspace, UpdateAsync).Describe(
            new RouteDoc("The workspace's agent says what became of a delegation. One that has ended stays as it is; the answer says how that is.")
                .Takes<UpdateDelegationBody>().Gives<DelegationStatusReply>("its status")
                .Refuses(400, "invalid request body", "status must be 'completed' or 'failed'").Refuses(404, "delegation not found"));
    }

    async ValueTask<Reply> ListAsync(ApiCall call)
    {
        var delegations = await store.ListNewestAsync(call.Org, call.Id, MaxRows, call.Aborted);
        return Reply.Written(200, json =>
        {
            json.WriteStartArray();
            foreach (var row in DelegationRows.NewestOf(delegations, MaxRows))
            {
                DelegationJson.Write(json, row);
            }

            json.WriteEndArray();
        });
    }

    async ValueTask<Reply> RecordAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.RecordDelegationBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        var body = read.Value;
        if (string.IsNullOrEmpty(body.TargetId) || JsonText.CleanOrNull(body.Task) is not { } task || !DelegationRules.IsId(body.DelegationId))
        {
            return Errors.InvalidRequestBody;
        }

        if (!DelegationRules.TryReadTarget(body.TargetId, out var target))
        {
            return DelegationRules.InvalidTarget;
        }

        // A workspace's own token proves that it exists; others may name any id.
        if (call.Caller.WorkspaceId is null && await grains.Org(call.Org).FindAsync(call.Id) is null)
        {
            return Errors.WorkspaceNotFound;
        }

        await grains.Delegation(call.Org, call.Id, body.DelegationId!).RecordAsync(new NewDelegation(target, task));
        return StatusReply(202, body.DelegationId!, "recorded");
    }

    async ValueTask<Reply> UpdateAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.UpdateDelegationBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        var body = read.Value;
        if (string.IsNullOrEmpty(body.Status))
        {
            return Errors.InvalidRequestBody;
        }

        if (DelegationRules.StatusOf(body.Status) is not { } status)
        {
            return InvalidStatus;
        }

        var id = (string)call.Http.Request.RouteValues[DelegationParameter]!;
        if (!DelegationRules.IsId(id))
        {
            return NotFound;
        }

        var update = new DelegationUpdate(status, JsonText.CleanOrNull(body.Error), JsonText.CleanOrNull(body.ResponsePreview));
        return await grains.Delegation(call.Org, call.Id, id).UpdateAsync(update) is { } now ? StatusReply(200, id, now.ToWire()) : NotFound;
    }

    static Reply StatusReply(int status, string id, string text) =>
        Reply.Json(status, new DelegationStatusReply(id, text), GatewayJsonContext.Default.DelegationStatusReply);
}
