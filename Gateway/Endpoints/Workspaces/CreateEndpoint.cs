using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Creates workspaces (contract, 4.3).</summary>
sealed class CreateEndpoint(IGrainFactory grains, GateSet gates, IAgentUrlPolicy urls, Connections connections) : IEndpointGroup
{
    static readonly Reply Failed = Errors.Of(500, "failed to create workspace");

    public void Map(ApiRoutes routes) => routes.Map("POST", "/workspaces", gates.Admin, CreateAsync).Describe(
        new RouteDoc("Creates a workspace. External ones without a URL get what their agent needs to join.")
            .Takes<CreateBody>().Gives<CreatedReply>("created", 201)
            .Refuses(
                400, "invalid workspace payload", "invalid workspace fields", "invalid template", "invalid workspace directory",
                "invalid workspace access")
            .Fails("failed to create workspace"));

    async ValueTask<Reply> CreateAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.CreateBody, CreateRules.InvalidPayload);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        if (CreateRules.Check(read.Value) is { } refusal)
        {
            return refusal;
        }

        var command = CreateRules.ToCommand(read.Value);
        if (command.Url is { } url && !await urls.AcceptsRegistrationAsync(url, call.Aborted))
        {
            return CreateRules.InvalidFields;
        }

        var id = Guid.NewGuid().ToString();
        var outcome = await grains.Workspace(call.Org, id).CreateAsync(command);
        return outcome.Refusal switch
        {
            CreateRefusal.None => Created(call.Http, id, command, CreateRules.AccessOf(read.Value), outcome),
            CreateRefusal.InvalidParent => CreateRules.InvalidFields,
            _ => Failed,
        };
    }

    Reply Created(HttpContext http, string id, CreateWorkspace command, string access, CreateOutcome outcome)
    {
        if (!command.IsExternal)
        {
            // Always "provisioning", even when there is nothing to provision with: old clients expect the failure as an event.
            var reply = new CreatedReply(id, WorkspaceStatus.Provisioning.ToWire(), $"workspace:{id}", access);
            return Reply.Json(201, reply, GatewayJsonContext.Default.CreatedReply);
        }

        var connection = command.Url is null ? connections.For(http.Request, id, outcome.Token ?? "") : null;
        return Reply.Json(201, new ExternalReply(id, true, outcome.Status.ToWire(), connection), GatewayJsonContext.Default.ExternalReply);
    }
}
