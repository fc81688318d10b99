using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Teams;

/// <summary>Which agent a workspace has (contract, 14).</summary>
sealed class AgentEndpoints(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    const string Occupied = "workspace already has an active agent, use PATCH to replace";
    const string NothingToReplace = "no active agent to replace";
    const string NothingToRemove = "no active agent to remove";
    const string TargetNotFound = "target workspace not found";
    const string TargetOccupied = "target workspace already has an active agent";
    const string NothingToMove = "no active agent in source workspace";

    static readonly Reply OccupiedReply = Errors.Of(409, Occupied);
    static readonly Reply NothingToReplaceReply = Errors.Of(404, NothingToReplace);
    static readonly Reply NothingToRemoveReply = Errors.Of(404, NothingToRemove);
    static readonly Reply TargetNotFoundReply = Errors.Of(404, TargetNotFound);
    static readonly Reply TargetOccupiedReply = Errors.Of(409, TargetOccupied);
    static readonly Reply NothingToMoveReply = Errors.Of(404, NothingToMove);

    public void Map(ApiRoutes routes)
    {
        const string Path = "/workspaces/{id}/agent";
        routes.Map("POST", Path, gates.Workspace, AssignAsync).Describe(
            new RouteDoc("Gives the workspace an agent.").Takes<AgentBody>().Gives<AssignedReply>("the agent", 201)
                .Refuses(400, "invalid request body").Refuses(404, "workspace not found").Refuses(409, Occupied));
        routes.Map("PATCH", Path, gates.Workspace, ReplaceAsync).Describe(
            new RouteDoc("Puts another agent in place of the active one.").Takes<AgentBody>().Gives<ReplacedReply>("the new agent")
                .Refuses(400, "invalid request body").Refuses(404, NothingToReplace));
        routes.Map("DELETE", Path, gates.Workspace, RemoveAsync).Describe(
            new RouteDoc("Takes the active agent away.").Gives<AgentRemovedReply>("removed").Refuses(404, NothingToRemove));
        routes.Map("POST", Path + "/move", gates.Workspace, MoveAsync).Describe(
            new RouteDoc("Moves the active agent to another workspace. For whoever may act for both.")
                .Takes<MoveBody>().Gives<MovedReply>("moved").Refuses(400, "invalid request body")
                .Refuses(404, TargetNotFound, NothingToMove).Refuses(409, TargetOccupied));
    }

    async ValueTask<Reply> AssignAsync(ApiCall call)
    {
        var (model, refusal) = await ReadModelAsync(call);
        if (refusal is not null)
        {
            return refusal;
        }

        var outcome = await grains.Agents(call.Org).ChangeAsync(call.Id, AgentChange.Assign, model);
        return outcome.Result switch
        {
            AgentResult.Done => Reply.Json(201, new AssignedReply(outcome.AgentId, outcome.Model), GatewayJsonContext.Default.AssignedReply),
            AgentResult.Occupied => OccupiedReply,
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> ReplaceAsync(ApiCall call)
    {
        var (model, refusal) = await ReadModelAsync(call);
        if (refusal is not null)
        {
            return refusal;
        }

        var outcome = await grains.Agents(call.Org).ChangeAsync(call.Id, AgentChange.Replace, model);
        return outcome.Result == AgentResult.Done
            ? Reply.Json(200, new ReplacedReply(outcome.AgentId, outcome.Model, outcome.OldModel), GatewayJsonContext.Default.ReplacedReply)
            : NothingToReplaceReply;
    }

    async ValueTask<Reply> RemoveAsync(ApiCall call)
    {
        var outcome = await grains.Agents(call.Org).ChangeAsync(call.Id, AgentChange.Remove, "");
        return outcome.Result == AgentResult.Done
            ? Reply.Json(200, new AgentRemovedReply("removed", outcome.AgentId), GatewayJsonContext.Default.AgentRemovedReply)
            : NothingToRemoveReply;
    }

    async ValueTask<Reply> MoveAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.MoveBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (read.Value.TargetWorkspaceId is not { } target || !WorkspaceId.IsValid(target))
        {
            return Errors.InvalidRequestBody;
        }

        // Whoever takes a role from one workspace gives it to another: both must be theirs.
        var there = await gates.Workspace.JudgeAsync(call.Http, target);
        if (!there.IsAllowed)
        {
            return there.Refusal;
        }

        var outcome = await grains.Agents(call.Org).MoveAsync(call.Id, target);
        return outcome.Result switch
        {
            AgentResult.Done => Reply.Json(
                200, new MovedReply(outcome.AgentId, outcome.Model, call.Id, target), GatewayJsonContext.Default.MovedReply),
            AgentResult.TargetNotFound => TargetNotFoundReply,
            AgentResult.TargetOccupied => TargetOccupiedReply,
            _ => NothingToMoveReply,
        };
    }

    static async ValueTask<(string Model, Reply? Refusal)> ReadModelAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.AgentBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return ("", read.Refusal);
        }

        return JsonText.CleanOrNull(read.Value.Model) is { } model && Workspaces.TextRules.Check(null, null, model, null) is null
            ? (model, null)
            : ("", Errors.InvalidRequestBody);
    }
}
