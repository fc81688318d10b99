using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>What an operator, and whoever watches the machines, know of an agent that does not come up (contract, 4.2 and 6.7).</summary>
sealed class BootstrapEndpoints(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    const string NoConsole = "console output unavailable on this deployment (no control plane)";
    const string ConsoleFailed = "control plane returned an error fetching console output";

    static readonly Reply Changed = Reply.Literal(200, "{\"ok\":true}"u8);
    static readonly Reply Unchanged = Reply.Literal(200, "{\"ok\":true,\"no_change\":true}"u8);
    static readonly Reply Unavailable = Errors.Of(501, NoConsole);
    static readonly Reply Failed = Errors.Of(502, ConsoleFailed);

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST", "/admin/workspaces/{id}/bootstrap-failed", gates.Admin, FailAsync).Describe(
            new RouteDoc("Says that a workspace's agent cannot start. Counts only while it is being provisioned.")
                .Takes<BootstrapBody>().Gives<BootstrapReply>("taken, or nothing to change").Refuses(400, "invalid request body")
                .Fails("db update failed"));
        routes.Map("GET", "/workspaces/{id}/console", gates.Admin, ReadConsoleAsync).Describe(
            new RouteDoc("The end of what a workspace's agent wrote.")
                .Gives<ConsoleReply>("the output").Refuses(404, "workspace not found").Refuses(501, NoConsole).Refuses(502, ConsoleFailed));
    }

    async ValueTask<Reply> FailAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.BootstrapBody, Errors.InvalidRequestBody);
        if (!body.IsRead)
        {
            return body.Refusal;
        }

        var error = JsonText.CleanOrNull(body.Value.Error) ?? "";
        var tail = JsonText.CleanOrNull(body.Value.LogTail) ?? "";
        return await grains.Workspace(call.Org, call.Id).FailBootstrapAsync(error, tail) ? Changed : Unchanged;
    }

    async ValueTask<Reply> ReadConsoleAsync(ApiCall call)
    {
        var console = await grains.Workspace(call.Org, call.Id).GetConsoleAsync();
        return console.Result switch
        {
            ConsoleResult.Read => Reply.Json(200, new ConsoleReply(console.Output), GatewayJsonContext.Default.ConsoleReply),
            ConsoleResult.NotFound => Errors.WorkspaceNotFound,
            ConsoleResult.Unavailable => Unavailable,
            _ => Failed,
        };
    }
}
