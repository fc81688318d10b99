using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Teams;

/// <summary>The team below a workspace (contract, 14).</summary>
sealed class TeamEndpoints(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    const string NoConfig = "no config found for workspace";
    const string NoTeam = "workspace has no sub_workspaces defined in config";
    const string Unreadable = "failed to read config";
    const string Malformed = "failed to parse config";

    static readonly Reply NoConfigReply = Errors.Of(400, NoConfig);
    static readonly Reply NoTeamReply = Errors.Of(400, NoTeam);
    static readonly Reply UnreadableReply = Errors.Of(500, Unreadable);
    static readonly Reply MalformedReply = Errors.Of(500, Malformed);

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST", "/workspaces/{id}/expand", gates.Workspace, ExpandAsync).Describe(
            new RouteDoc("Creates the team that the template of the workspace's name describes. Children that are there, by name, stay as they are.")
                .Gives<ExpandedReply>("the whole team").Refuses(400, NoConfig, NoTeam).Refuses(404, "workspace not found")
                .Refuses(500, Unreadable, Malformed));
        routes.Map("POST", "/workspaces/{id}/collapse", gates.Workspace, CollapseAsync).Describe(
            new RouteDoc("Removes everything below the workspace.")
                .Gives<CollapsedReply>("the names of its children").Refuses(404, "workspace not found").Fails("failed to query children"));
    }

    async ValueTask<Reply> ExpandAsync(ApiCall call)
    {
        var outcome = await grains.Team(call.Org, call.Id).ExpandAsync();
        return outcome.Result switch
        {
            ExpandResult.Expanded => Reply.Json(
                200, new ExpandedReply("expanded", outcome.Children), GatewayJsonContext.Default.ExpandedReply),
            ExpandResult.NoConfig => NoConfigReply,
            ExpandResult.NoTeam => NoTeamReply,
            ExpandResult.Unreadable => UnreadableReply,
            ExpandResult.Malformed => MalformedReply,
            _ => Errors.WorkspaceNotFound,
        };
    }

    async ValueTask<Reply> CollapseAsync(ApiCall call) => await grains.Team(call.Org, call.Id).CollapseAsync() is { } names
        ? Reply.Json(200, new CollapsedReply("collapsed", names), GatewayJsonContext.Default.CollapsedReply)
        : Errors.WorkspaceNotFound;
}

/// <summary>A team is there.</summary>
sealed record ExpandedReply(string Status, IReadOnlyList<TeamMember> Children);

/// <summary>A team is gone.</summary>
sealed record CollapsedReply(string Status, IReadOnlyList<string> Removed);
