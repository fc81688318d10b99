using System.Text.Json;
using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Section 16: each event as its frame on the socket, and in the log or not.</summary>
public sealed class EventTests : IClassFixture<ManagedServer>
{
    readonly ManagedServer _managed;

    static readonly Dictionary<string, Func<Scene, Task>> Acts = new()
    {
        ["WORKSPACE_PROVISIONING"] = scene => scene.PostAsync("/restart"),
        ["WORKSPACE_ONLINE"] = async scene =>
        {
            await scene.PostAsync("/restart");
            await scene.Managed.StartedAsync(scene.Id, 2);
            await scene.Managed.BeatAsync(scene.Id);
        },
        ["WORKSPACE_AWAITING_AGENT"] = async scene =>
            scene.Id = (await scene.Managed.Admin.PostAsync("/workspaces", new { name = "e", external = true })).Ok(201).String("id"),
        ["WORKSPACE_OFFLINE"] = async scene =>
        {
            scene.Managed.Backend.Url = "http://127.0.0.1:9";
            scene.Id = await scene.Managed.CreateOnlineAsync();
            scene.Managed.Backend.Crash(scene.Id);
            (await scene.Managed.Admin.PostAsync($"/workspaces/{scene.Id}/a2a", new { method = "message/send" })).Status.ShouldBe(503);
        },
        ["WORKSPACE_DEGRADED"] = scene => scene.BeatAsync(new { workspace_id = scene.Id, error_rate = 0.5, sample_error = "boom" }),
        ["WORKSPACE_PROVISION_FAILED"] = async scene =>
        {
            await scene.PostAsync("/restart");
            (await scene.Managed.Admin.PostAsync($"/admin/workspaces/{scene.Id}/bootstrap-failed", new { error = "e" })).Ok();
        },
        ["WORKSPACE_PAUSED"] = scene => scene.PostAsync("/pause"),
        ["WORKSPACE_HIBERNATED"] = scene => scene.PostAsync("/hibernate"),
        ["WORKSPACE_REMOVED"] = async scene => (await scene.Managed.Admin.DeleteAsync($"/workspaces/{scene.Id}")).Ok(),
        ["WORKSPACE_EXPANDED"] = scene => scene.PostAsync("/expand"),
        ["WORKSPACE_COLLAPSED"] = async scene =>
        {
            await scene.PostAsync("/expand");
            await scene.PostAsync("/collapse");
        },
        ["AGENT_CARD_UPDATED"] = async scene =>
            (await scene.Managed.Admin.PostAsync("/registry/update-card", new { workspace_id = scene.Id, agent_card = new { v = 1 } })).Ok(),
        ["AGENT_ASSIGNED"] = scene => scene.AssignAsync(),
        ["AGENT_REPLACED"] = async scene =>
        {
            await scene.AssignAsync();
            (await scene.Managed.Admin.PatchAsync($"/workspaces/{scene.Id}/agent", new { model = "n" })).Ok();
        },
        ["AGENT_REMOVED"] = async scene =>
        {
            await scene.AssignAsync();
            (await scene.Managed.Admin.DeleteAsync($"/workspaces/{scene.Id}/agent")).Ok();
        },
        ["AGENT_MOVED"] = async scene =>
        {
            await scene.AssignAsync();
            await scene.PostAsync("/agent/move", new { target_workspace_id = await scene.Managed.CreateAsync() });
        },
        ["DELEGATION_SENT"] = scene => scene.RecordAsync(),
        ["DELEGATION_STATUS"] = scene => scene.UpdateAsync(new { status = "queued" }),
        ["DELEGATION_COMPLETE"] = scene => scene.UpdateAsync(new { status = "completed", response_preview = "done" }),
        ["DELEGATION_FAILED"] = scene => scene.UpdateAsync(new { status = "failed", error = "no" }),
        ["APPROVAL_REQUESTED"] = scene => scene.AskAsync(),
        ["APPROVAL_ESCALATED"] = async scene =>
            await new Scene(scene.Managed, await scene.Managed.CreateAsync(new { name = "asker", parent_id = scene.Id })).AskAsync(),
        ["APPROVAL_APPROVED"] = scene => scene.DecideAsync("approved"),
        ["APPROVAL_DENIED"] = scene => scene.DecideAsync("denied"),
        ["APPROVAL_DECIDED"] = scene => scene.DecideAsync("approved"),
        ["WORKSPACE_HEARTBEAT"] = scene => scene.BeatAsync(new { workspace_id = scene.Id }),
        ["TASK_UPDATED"] = scene => scene.BeatAsync(new { workspace_id = scene.Id, current_task = "t" }),
        ["ACTIVITY_LOGGED"] = async scene =>
            (await scene.Managed.AgentOf(scene.Id).PostAsync($"/workspaces/{scene.Id}/activity", new { activity_type = "agent_log", summary = "s" })).Ok(),
        ["A2A_RESPONSE"] = scene => scene.PostAsync("/a2a", new { method = "message/send" }),
    };

    // Before the first request: templates that were read are believed for a moment.
    public EventTests(ManagedServer server)
    {
        _managed = server;
        _managed.Server.AddTemplate("event-team", "sub_workspaces: [{config: member}]\n");
    }

    [Theory]
    [Row("15/event 16/envelope 16/WORKSPACE_PROVISIONING 16/WORKSPACE_ONLINE 16/WORKSPACE_AWAITING_AGENT 16/WORKSPACE_OFFLINE")]
    [Row("16/WORKSPACE_DEGRADED 16/WORKSPACE_PROVISION_FAILED 16/WORKSPACE_PAUSED 16/WORKSPACE_HIBERNATED 16/WORKSPACE_REMOVED")]
    [Row("16/WORKSPACE_EXPANDED 16/WORKSPACE_COLLAPSED 16/AGENT_CARD_UPDATED 16/AGENT_ASSIGNED 16/AGENT_REPLACED 16/AGENT_REMOVED")]
    [Row("16/AGENT_MOVED 16/DELEGATION_SENT 16/DELEGATION_STATUS 16/DELEGATION_COMPLETE 16/DELEGATION_FAILED")]
    [Row("16/WORKSPACE_HEARTBEAT 16/TASK_UPDATED 16/ACTIVITY_LOGGED 16/A2A_RESPONSE")]
    [Row("d4/APPROVAL_REQUESTED d4/APPROVAL_ESCALATED d4/APPROVAL_APPROVED d4/APPROVAL_DENIED d10/decided-frame")]
    [InlineData("WORKSPACE_PROVISIONING", "name tier runtime", true)]
    [InlineData("WORKSPACE_ONLINE", "recovered_from", true)]
    [InlineData("WORKSPACE_AWAITING_AGENT", "name external", true)]
    [InlineData("WORKSPACE_OFFLINE", "", true)]
    [InlineData("WORKSPACE_DEGRADED", "error_rate sample_error", true)]
    [InlineData("WORKSPACE_PROVISION_FAILED", "error log_tail source", true)]
    [InlineData("WORKSPACE_PAUSED", "name", true)]
    [InlineData("WORKSPACE_HIBERNATED", "name tier", true)]
    [InlineData("WORKSPACE_REMOVED", "cascade_deleted", true)]
    [InlineData("WORKSPACE_EXPANDED", "children", true)]
    [InlineData("WORKSPACE_COLLAPSED", "removed_children", true)]
    [InlineData("AGENT_CARD_UPDATED", "agent_card", true)]
    [InlineData("AGENT_ASSIGNED", "agent_id model", true)]
    [InlineData("AGENT_REPLACED", "agent_id model old_model", true)]
    [InlineData("AGENT_REMOVED", "agent_id model", true)]
    [InlineData("AGENT_MOVED", "agent_id model target_workspace_id", true)]
    [InlineData("DELEGATION_SENT", "delegation_id target_id task_preview", true)]
    [InlineData("DELEGATION_STATUS", "delegation_id target_id status", true)]
    [InlineData("DELEGATION_COMPLETE", "delegation_id target_id response_preview", true)]
    [InlineData("DELEGATION_FAILED", "delegation_id target_id error", true)]
    [InlineData("APPROVAL_REQUESTED", "approval_id action reason task_id", true)]
    [InlineData("APPROVAL_ESCALATED", "approval_id from_workspace_id action reason", true)]
    [InlineData("APPROVAL_APPROVED", "approval_id decision decided_by", true)]
    [InlineData("APPROVAL_DENIED", "approval_id decision decided_by", true)]
    [InlineData("APPROVAL_DECIDED", "approval_id status decided_by", false)]
    [InlineData("WORKSPACE_HEARTBEAT", "active_tasks uptime_seconds", false)]
    [InlineData("TASK_UPDATED", "current_task active_tasks", false)]
    [InlineData("ACTIVITY_LOGGED", "activity_type method summary status source_id target_id duration_ms", false)]
    [InlineData("A2A_RESPONSE", "response_body method duration_ms", false)]
    public async Task Event_isToldAndKeptAsTheContractSays(string name, string members, bool isKept)
    {
        await using var agent = await TellingAgent.StartAsync();
        _managed.Backend.Url = agent.Url;
        var scene = new Scene(_managed, await _managed.CreateOnlineAsync(new { name = "event team" }));
        await using var feed = await _managed.WatchAsync();

        await Acts[name](scene);

        var frame = await feed.NextFrameAsync(scene.Id, name);
        frame.EnumerateObject().Select(member => member.Name).Take(4).ShouldBe(["event", "workspace_id", "timestamp", "payload"]);
        frame.GetProperty("timestamp").GetString()!.ShouldEndWith("Z");
        frame.GetProperty("payload").EnumerateObject().Select(member => member.Name).ShouldBe(members.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        frame.TryGetProperty("seq", out _).ShouldBe(isKept);

        // What is kept is kept before it is told.
        var kept = (await _managed.EventsAsync(scene.Id)).Where(e => e.StartsWith(name + " ", StringComparison.Ordinal)).ToArray();
        kept.Any().ShouldBe(isKept);
        if (isKept)
            kept.ShouldContain($"{name} {frame.GetProperty("payload").GetRawText()}");
    }

    [Theory]
    [Row("16/WORKSPACE_ONLINE 16/WORKSPACE_DEGRADED 16/AGENT_MOVED 7.3/upsert 5/row-wedged")]
    [InlineData("register", "WORKSPACE_ONLINE", """{"url":"$","agent_card":{"v":1}}""")]
    [InlineData("wedged beat", "WORKSPACE_DEGRADED", """{"runtime_state":"wedged","sample_error":"boom"}""")]
    [InlineData("move to here", "AGENT_MOVED", """{"agent_id":"#","model":"m","source_workspace_id":"%"}""")]
    public async Task Event_inItsOtherShape_isToldAndKept(string act, string name, string payload)
    {
        var scene = new Scene(_managed, await _managed.CreateOnlineAsync());
        var other = new Scene(_managed, await _managed.CreateOnlineAsync());
        await other.AssignAsync();
        await using var feed = await _managed.WatchAsync();

        await (act switch
        {
            "register" => scene.RegisterAsync(),
            "wedged beat" => scene.BeatAsync(new { workspace_id = scene.Id, runtime_state = "wedged", sample_error = "boom" }),
            _ => other.PostAsync("/agent/move", new { target_workspace_id = scene.Id }),
        });

        var told = await feed.NextAsync(scene.Id, name);
        System.Text.RegularExpressions.Regex.Replace(told, "(?<=\"agent_id\":\")[^\"]+", "#")
            .ShouldBe(payload.Replace("$", _managed.Backend.Url).Replace("%", other.Id));
        (await _managed.EventsAsync(scene.Id)).ShouldContain($"{name} {told}");
    }

    // All but what is beside the contract: a note among servers, and the departure of a message (docs/decisions/0021).
    [Fact]
    public void EveryEvent_isInTheTable() => typeof(Grains.Events.EventNames).GetFields()
        .Select(field => (string)field.GetValue(null)!)
        .Where(name => name is not (Grains.Events.EventNames.HierarchyChanged or Grains.Events.EventNames.A2ADispatched))
        .ShouldBe(Acts.Keys, ignoreOrder: true);

    /// <summary>A workspace to which something happens.</summary>
    sealed class Scene(ManagedServer managed, string id)
    {
        public ManagedServer Managed => managed;

        public string Id { get; set; } = id;

        public async Task PostAsync(string route, object? body = null) => (await managed.Admin.PostAsync($"/workspaces/{Id}{route}", body)).Ok();

        public async Task BeatAsync(object body) => (await managed.AgentOf(Id).PostAsync("/registry/heartbeat", body)).Ok();

        public async Task RegisterAsync() => (await managed.AgentOf(Id).PostAsync(
            "/registry/register", new { id = Id, url = "http://localhost:9", agent_card = new { v = 1 } })).Ok();

        public async Task AssignAsync() => (await managed.Admin.PostAsync($"/workspaces/{Id}/agent", new { model = "m" })).Ok(201);

        public async Task<string> AskAsync() =>
            (await managed.Admin.PostAsync($"/workspaces/{Id}/approvals", new { action = "a" })).Ok(201).String("approval_id");

        public async Task DecideAsync(string decision) => await PostAsync($"/approvals/{await AskAsync()}/decide", new { decision });

        public async Task RecordAsync() => (await managed.AgentOf(Id).PostAsync(
            $"/workspaces/{Id}/delegations/record", new { target_id = Ids.Unknown, task = "t", delegation_id = "d" })).Ok(202);

        public async Task UpdateAsync(object body)
        {
            await RecordAsync();
            (await managed.AgentOf(Id).PostAsync($"/workspaces/{Id}/delegations/d/update", body)).Ok();
        }
    }
}
