using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Removes workspaces with all that is below them (contract, 4.5).</summary>
sealed class RemoveEndpoint(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    static readonly Reply PurgeFailed = Errors.Of(500, "purge failed");

    public void Map(ApiRoutes routes) => routes.Map("DELETE", "/workspaces/{id}", gates.Admin, RemoveAsync).Describe(
        new RouteDoc("Removes a workspace and all its descendants.")
            .Reads("confirm", "true: its children go too").Reads("purge", "true: every row that it owns is erased")
            .Gives<RemovedReply>("removed or purged").Gives<ConfirmationReply>("it has children and nobody confirmed", 409)
            .Refuses(400, "invalid workspace ID").Refuses(404, "workspace not found")
            .Refuses(500, "purge failed", "<n> agents could not be stopped")
            .Fails("failed to check children"));

    async ValueTask<Reply> RemoveAsync(ApiCall call)
    {
        var command = new RemoveWorkspace(call.Query("confirm") == "true", call.Query("purge") == "true");
        var outcome = await grains.Workspace(call.Org, call.Id).RemoveAsync(command);
        return outcome.Result switch
        {
            RemoveResult.Removed => Reply.Json(
                200, new RemovedReply(command.Purge ? "purged" : "removed", outcome.Descendants), GatewayJsonContext.Default.RemovedReply),
            RemoveResult.ConfirmationRequired => Confirm(outcome),
            RemoveResult.StopFailed => StopFailed(outcome),
            RemoveResult.PurgeFailed => PurgeFailed,
            _ => Errors.WorkspaceNotFound,
        };
    }

    static Reply Confirm(RemoveOutcome outcome)
    {
        var count = outcome.Children.Count;
        var message = $"Workspace has {count} {(count == 1 ? "child" : "children")}; repeat with ?confirm=true to remove everything below it.";
        var reply = new ConfirmationReply("confirmation_required", message, outcome.Children, count);
        return Reply.Json(409, reply, GatewayJsonContext.Default.ConfirmationReply);
    }

    static Reply StopFailed(RemoveOutcome outcome)
    {
        var reply = new StopFailedReply(
            $"removed, but {outcome.StopFailures} of the agents could not be stopped; repeat the request to try again",
            outcome.Descendants + 1, outcome.StopFailures);
        return Reply.Json(500, reply, GatewayJsonContext.Default.StopFailedReply);
    }
}
