using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Budgets;

/// <summary>What a workspace may spend in a month, and what it has spent (data-plane contract, 15). US cents.</summary>
sealed class BudgetEndpoints(GateSet gates, IGrainFactory grains) : IEndpointGroup
{
    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/workspaces/{id}/budget", gates.Workspace, GetAsync).Describe(
            new RouteDoc("The workspace's budget of this month, in US cents.")
                .Gives<BudgetReply>("the budget; null: no limit").Refuses(404, "workspace not found").Fails("query failed"));
        routes.Map("PATCH", "/workspaces/{id}/budget", gates.Admin, SetAsync).Describe(
            new RouteDoc("Sets the limit, or lifts it. At the limit, messages to the workspace are refused with 402.")
                .Takes<BudgetBody>().Gives<BudgetReply>("the budget after it")
                .Refuses(
                    400, "invalid request body", "budget_limit field is required", "budget_limit must be >= 0 (USD cents)",
                    "budget_limit must be an integer (USD cents) or null")
                .Refuses(404, "workspace not found").Fails("update failed"));
    }

    async ValueTask<Reply> GetAsync(ApiCall call) =>
        await grains.Workspace(call.Org, call.Id).GetAsync() is { Status: not WorkspaceStatus.Removed } view ? ReplyOf(view) : Errors.WorkspaceNotFound;

    async ValueTask<Reply> SetAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.BudgetBody, Errors.InvalidRequestBody);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (!BudgetRules.TryRead(read.Value, out var limit, out var refusal))
        {
            return refusal;
        }

        return await grains.Workspace(call.Org, call.Id).SetBudgetAsync(limit) is { } view ? ReplyOf(view) : Errors.WorkspaceNotFound;
    }

    static Reply ReplyOf(WorkspaceView view) => Reply.Json(
        200,
        new BudgetReply(view.BudgetLimit, view.MonthlySpend, view.BudgetLimit - view.MonthlySpend, view.MonthlySpend),
        GatewayJsonContext.Default.BudgetReply);
}
