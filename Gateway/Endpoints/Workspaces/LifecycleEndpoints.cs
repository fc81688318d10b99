using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Restart, pause, resume and hibernate (contract, 6.1 and 6.3–6.5). What they start goes on after the answer.</summary>
sealed class LifecycleEndpoints(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    const string AncestorPaused = "parent workspace \"<name>\" is paused — resume it first";
    const string NotPaused = "workspace not found or not paused";
    const string AlreadyPaused = "workspace not found or already paused";
    const string NotHibernatable = "workspace not found or not in a hibernatable state (must be online or degraded)";
    const string HasTasks = "workspace has active tasks; use ?force=true to terminate them";

    static readonly Reply NoProvisioner = Errors.Of(503, "provisioner not available");
    static readonly Reply IsExternal = Errors.Of(409, "external workspaces cannot be restarted");
    static readonly Reply PauseNotFound = Errors.Of(404, AlreadyPaused);
    static readonly Reply ResumeNotFound = Errors.Of(404, NotPaused);
    static readonly Reply HibernateNotFound = Errors.Of(404, NotHibernatable);
    static readonly Reply Hibernated = Reply.Literal(200, "{\"status\":\"hibernated\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST", "/workspaces/{id}/restart", gates.Workspace, RestartAsync).Describe(
            new RouteDoc("Starts the workspace's agent again. A body that cannot be read counts as none.")
                .Takes<RestartBody>().Reads("reset", "true: what the last session kept is discarded")
                .Gives<RestartedReply>("accepted").Refuses(404, "workspace not found")
                .Refuses(409, AncestorPaused, "external workspaces cannot be restarted").Refuses(503, "provisioner not available")
                .Fails("lookup failed"));
        routes.Map("POST", "/workspaces/{id}/pause", gates.Workspace, PauseAsync).Describe(
            new RouteDoc("Suspends a workspace and everything below it that is not paused.")
                .Gives<PausedReply>("paused").Refuses(404, AlreadyPaused).Fails("lookup failed"));
        routes.Map("POST", "/workspaces/{id}/resume", gates.Workspace, ResumeAsync).Describe(
            new RouteDoc("Lifts a pause, here and below through paused workspaces only.")
                .Gives<ResumedReply>("accepted").Refuses(404, NotPaused).Refuses(409, AncestorPaused).Refuses(503, "provisioner not available")
                .Fails("lookup failed"));
        routes.Map("POST", "/workspaces/{id}/hibernate", gates.Workspace, HibernateAsync).Describe(
            new RouteDoc("Stops a workspace's agent until a message wakes it.")
                .Reads("force", "true: though it is at work").Gives<StatusReply>("it sleeps, or is about to")
                .Refuses(404, NotHibernatable).Gives<BusyReply>(HasTasks, 409).Fails("lookup failed"));
    }

    async ValueTask<Reply> RestartAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.RestartBody, Errors.InvalidRequestBody);
        if (body.Refusal == Errors.BodyTooLarge)
        {
            return body.Refusal;
        }

        var reset = call.Query("reset") == "true" || body.Value?.Reset == true;
        var wish = body.Value ?? new RestartBody();
        var workspace = grains.Workspace(call.Org, call.Id);
        var outcome = await workspace.RestartAsync(new RestartWorkspace(
            reset, JsonText.CleanOrNull(wish.Template), wish.ApplyTemplate == true, wish.RebuildConfig == true, await workspace.FindConfigRuntimeAsync()));
        return outcome.Result == LifecycleResult.Accepted
            ? Reply.Json(
                200, new RestartedReply("provisioning", outcome.Template ?? RestartedReply.ExistingVolume, reset), GatewayJsonContext.Default.RestartedReply)
            : Refuse(outcome, Errors.WorkspaceNotFound);
    }

    async ValueTask<Reply> PauseAsync(ApiCall call)
    {
        var outcome = await grains.Workspace(call.Org, call.Id).PauseAsync();
        return outcome.Result == LifecycleResult.Accepted
            ? Reply.Json(200, new PausedReply("paused", outcome.Count), GatewayJsonContext.Default.PausedReply)
            : Refuse(outcome, PauseNotFound);
    }

    async ValueTask<Reply> ResumeAsync(ApiCall call)
    {
        var outcome = await grains.Workspace(call.Org, call.Id).UnpauseAsync();
        return outcome.Result == LifecycleResult.Accepted
            ? Reply.Json(200, new ResumedReply("provisioning", outcome.Count), GatewayJsonContext.Default.ResumedReply)
            : Refuse(outcome, ResumeNotFound);
    }

    async ValueTask<Reply> HibernateAsync(ApiCall call)
    {
        var workspace = grains.Workspace(call.Org, call.Id);
        var outcome = await workspace.HibernateAsync(call.Query("force") == "true");
        if (outcome.Result == HibernateResult.Hibernated)
            await workspace.WaitForSleepAsync();
        return outcome.Result switch
        {
            HibernateResult.Hibernated => Hibernated,
            HibernateResult.Busy => Errors.Of(409, HasTasks, json => json.WriteNumber("active_tasks"u8, outcome.ActiveTasks)),
            _ => HibernateNotFound,
        };
    }

    static Reply Refuse(LifecycleOutcome outcome, Reply notFound) => outcome.Result switch
    {
        LifecycleResult.AncestorPaused => Errors.Of(409, AncestorPaused.Replace("<name>", outcome.AncestorName, StringComparison.Ordinal)),
        LifecycleResult.NoProvisioner => NoProvisioner,
        LifecycleResult.IsExternal => IsExternal,
        _ => notFound,
    };
}
