using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Delegations;

namespace Molecule.Gateway.Endpoints.Delegations;

/// <summary><c>POST /workspaces/{id}/delegate</c>: a task for another workspace, accepted before it is sent (contract, 12.1).</summary>
sealed class DelegateEndpoint(GateSet gates, IGrainFactory grains) : IEndpointGroup
{
    const string Untracked = "delegation dispatched but status tracking unavailable";

    static readonly Reply Invalid = Errors.Of(400, "invalid delegation request");
    static readonly Reply Self = Errors.Of(400, "self-delegation not permitted");

    public void Map(ApiRoutes routes) =>
        routes.MapUngated("POST", "/workspaces/{id}/delegate", gates.Workspace.Name, DelegateAsync).Describe(
            new RouteDoc("The workspace delegates a task. The answer does not wait for the target; what became of it is told by the list and by events.")
                .ReadsHeader("X-Workspace-ID", "the delegator, by clients that put the target into the path and no target_id into the body")
                .Takes<DelegateBody>().Gives<DelegatedReply>("accepted", 202).Gives<DelegatedReply>("the key was used before: the first delegation")
                .Refuses(400, "invalid delegation request", "target_id must be a valid UUID", "self-delegation not permitted")
                .Refuses(404, "workspace not found"));

    async ValueTask<Reply> DelegateAsync(HttpContext http, string id)
    {
        var (verdict, source) = await JudgeAsync(http, id);
        if (!verdict.IsAllowed)
        {
            return verdict.Refusal;
        }

        var read = await RequestBody.ReadAsync(http, GatewayJsonContext.Default.DelegateBody, Invalid);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        // A client that says the target in the body means the path's workspace as the delegator, and that is not its own.
        var isTurned = source != id;
        if (isTurned && !string.IsNullOrEmpty(read.Value.TargetId))
        {
            return WorkspaceGate.Invalid;
        }

        var (target, task) = (isTurned ? id : read.Value.TargetId, JsonText.CleanOrNull(read.Value.Task));
        return string.IsNullOrEmpty(target) || task is null
            ? Invalid
            : await DelegateAsync(verdict.Caller, source, target, task, JsonText.CleanOrNull(read.Value.IdempotencyKey));
    }

    async ValueTask<Reply> DelegateAsync(Caller caller, string source, string targetText, string task, string? key)
    {
        if (!DelegationRules.TryReadTarget(targetText, out var target))
        {
            return DelegationRules.InvalidTarget;
        }

        if (target == source)
        {
            return Self;
        }

        // A workspace's own token proves that it exists; others may name any id.
        if (caller.WorkspaceId is null && await grains.Org(caller.Org).FindAsync(source) is null)
        {
            return Errors.WorkspaceNotFound;
        }

        var delegation = grains.Delegation(caller.Org, source, Guid.NewGuid().ToString("D"));
        var outcome = await delegation.DelegateAsync(new NewDelegation(target, task, key));
        var reply = outcome.IsReplay
            ? new DelegatedReply(outcome.DelegationId, outcome.Status.ToWire(), target, IdempotentHit: true)
            : new DelegatedReply(outcome.DelegationId, "delegated", target, Warning: outcome.IsTracked ? null : Untracked);
        return Reply.Json(outcome.IsReplay ? 200 : 202, reply, GatewayJsonContext.Default.DelegatedReply);
    }

    // Clients of the remote-agent SDK put the target into the path and say who they are in a header (edges contract, 3.10); their token proves it.
    async ValueTask<(Verdict Verdict, string Source)> JudgeAsync(HttpContext http, string id)
    {
        var verdict = await gates.Workspace.JudgeAsync(http, id);
        if (verdict.IsAllowed || http.Request.Headers["X-Workspace-ID"].ToString() is not { Length: > 0 } claimed || claimed == id)
        {
            return (verdict, id);
        }

        var turned = await gates.Workspace.JudgeAsync(http, claimed);
        return turned.IsAllowed && turned.Caller.WorkspaceId == claimed ? (turned, claimed) : (verdict, id);
    }
}
