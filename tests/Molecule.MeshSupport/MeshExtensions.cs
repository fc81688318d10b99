using Molecule.Grains;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;

namespace Molecule.MeshSupport;

/// <summary>What many tests do.</summary>
public static class MeshExtensions
{
    /// <summary>Creates an external workspace whose agent is there already.</summary>
    public static async Task<string> CreateExternalAsync(this Mesh mesh, string name, string? parent = null, int maxTasks = 1)
    {
        var id = mesh.NewId();
        var outcome = await mesh.Workspace(id).CreateAsync(new CreateWorkspace
        {
            Name = name, Runtime = "external", Url = $"http://agents/{name}", ParentId = parent, MaxConcurrentTasks = maxTasks,
        });
        return outcome.Refusal == CreateRefusal.None ? id : throw new InvalidOperationException($"{name}: {outcome.Refusal}");
    }

    /// <summary>A heartbeat of a healthy agent.</summary>
    public static Task<HeartbeatOutcome> BeatAsync(this Mesh mesh, string id, Heartbeat? beat = null) =>
        mesh.Workspace(id).HeartbeatAsync(beat ?? new Heartbeat());

    /// <summary>Heartbeats every 30 s for a while.</summary>
    public static async Task BeatForAsync(this Mesh mesh, string id, TimeSpan time, Heartbeat? beat = null)
    {
        for (var end = mesh.Now + time; mesh.Now < end; await mesh.PassAsync(TimeSpan.FromSeconds(30)))
            await mesh.BeatAsync(id, beat);
    }

    /// <summary>Its status.</summary>
    public static async Task<WorkspaceStatus> StatusAsync(this Mesh mesh, string id) => (await mesh.Workspace(id).GetAsync())!.Status;

    /// <summary>Puts it to sleep, as the gateway does.</summary>
    public static async Task<HibernateOutcome> HibernateAsync(this Mesh mesh, string id, bool force = false)
    {
        var outcome = await mesh.Workspace(id).HibernateAsync(force);
        if (outcome.Result == HibernateResult.Hibernated)
            await mesh.Workspace(id).WaitForSleepAsync();
        return outcome;
    }

    /// <summary>Writes its record behind its back: its activation ends at its next write.</summary>
    public static void Usurp(this Mesh mesh, string id)
    {
        var key = (WorkspaceRecord.Kind, GrainKeys.Of(Mesh.OrgId, id));
        mesh.Database.Records[key] = mesh.Database.Records[key] with { Version = mesh.Database.Records[key].Version + 1000 };
    }

    /// <summary>The types of the logged events about a workspace, in order.</summary>
    public static IReadOnlyList<string> EventsOf(this Mesh mesh, string id) =>
        [.. mesh.Database.Events.GetValueOrDefault(Mesh.OrgId, []).Where(e => e.WorkspaceId == id).Select(e => e.Type)];

    /// <summary>Sends a message as the carrier's owner does: route, carry, settle.</summary>
    public static async Task<(A2ADecision Decision, A2ASettlement? Settlement)> SendAsync(
        this Mesh mesh, string target, A2ACaller caller, string messageId, A2ACarried? carried = null)
    {
        var decision = await mesh.Workspace(target).RouteAsync(new A2ARequest(caller));
        if (decision.Kind != A2ADecisionKind.Deliver)
            return (decision, null);
        var request = MessageBody(messageId);
        carried ??= await mesh.Agents(target, decision, request, CancellationToken.None);
        var settlement = await mesh.Workspace(target).SettleAsync(ReportOf(decision, caller, messageId, carried));
        return (decision, settlement);
    }

    /// <summary>The report of a delivery.</summary>
    public static A2AReport ReportOf(A2ADecision decision, A2ACaller caller, string messageId, A2ACarried carried) => new()
    {
        DeliveryId = decision.DeliveryId,
        Caller = caller,
        Outcome = carried.Outcome,
        AgentStatus = carried.AgentStatus,
        Method = "message/send",
        MessageId = messageId,
        Request = MessageBody(messageId),
        Response = carried.Response,
        DurationMs = carried.DurationMs,
        ErrorDetail = carried.ErrorDetail,
    };

    /// <summary>A normalised message.</summary>
    public static byte[] MessageBody(string messageId) => System.Text.Encoding.UTF8.GetBytes(
        $$$$"""{"jsonrpc":"2.0","id":"1","method":"message/send","params":{"message":{"messageId":"{{{{messageId}}}}","role":"user","parts":[]}}}""");
}
