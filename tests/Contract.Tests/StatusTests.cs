using Molecule.Contract.Tests.Support;

namespace Molecule.Contract.Tests;

/// <summary>Section 5: each row of its table, and what leads nowhere, on a server with a backend.</summary>
public sealed class StatusTests(StatusTests.Crashing crashing) : IClassFixture<StatusTests.Crashing>
{
    const string Provisioning = """WORKSPACE_PROVISIONING {"name":"s","tier":3,"runtime":"langgraph"}""";
    const string Registered = """WORKSPACE_ONLINE {"url":"$","agent_card":{"v":1}}""";

    static readonly Dictionary<string, Func<Scene, Task>> Froms = new()
    {
        ["provisioning"] = scene => scene.CreateAsync(),
        ["awaiting_agent"] = scene => scene.CreateExternalAsync(),
        ["online"] = scene => scene.CreateOnlineAsync(),
        ["degraded"] = async scene =>
        {
            await scene.CreateOnlineAsync();
            await scene.BeatAsync("\"error_rate\":0.9");
        },
        ["offline"] = async scene =>
        {
            // The first restart of a crash loop is at once; the second one waits.
            await scene.CreateOnlineAsync();
            await scene.CrashAsync();
            await scene.Managed.StartedAsync(scene.Id, 2);
            await scene.BeatAsync("\"error_rate\":0");
            await scene.CrashAsync();
            await scene.Managed.UntilAsync(scene.Id, "offline");
        },
        ["failed"] = async scene =>
        {
            await scene.CreateAsync();
            await scene.PostAsync("bootstrap-failed");
        },
        ["paused"] = async scene =>
        {
            await scene.CreateOnlineAsync();
            await scene.PostAsync("pause");
        },
        ["hibernated"] = async scene =>
        {
            await scene.CreateOnlineAsync();
            await scene.PostAsync("hibernate");
            await scene.Managed.UntilAsync(scene.Id, "hibernated");
        },
        ["removed"] = async scene =>
        {
            await scene.CreateOnlineAsync();
            await scene.RemoveAsync();
        },
    };

    // The last event of each.
    static readonly Dictionary<string, string> Tells = new()
    {
        ["provisioning"] = "WORKSPACE_PROVISIONING ",
        ["awaiting_agent"] = "WORKSPACE_AWAITING_AGENT ",
        ["online"] = "WORKSPACE_ONLINE ",
        ["degraded"] = "WORKSPACE_DEGRADED ",
        ["offline"] = "WORKSPACE_OFFLINE ",
        ["failed"] = "WORKSPACE_PROVISION_FAILED ",
        ["paused"] = "WORKSPACE_PAUSED ",
        ["hibernated"] = "WORKSPACE_HIBERNATED ",
        ["removed"] = "WORKSPACE_REMOVED ",
    };

    static readonly Dictionary<string, Func<Scene, Task>> Triggers = new()
    {
        ["register"] = scene => scene.RegisterAsync(),
        ["beat"] = scene => scene.BeatAsync("\"error_rate\":0"),
        ["beat with few errors"] = scene => scene.BeatAsync("\"error_rate\":0.49,\"sample_error\":\"e\""),
        ["beat at 0.1"] = scene => scene.BeatAsync("\"error_rate\":0.1"),
        ["beat under 0.1"] = scene => scene.BeatAsync("\"error_rate\":0.09"),
        ["beat with errors"] = scene => scene.BeatAsync("\"error_rate\":0.5,\"sample_error\":\"e\""),
        ["beat that is wedged"] = scene => scene.BeatAsync("\"runtime_state\":\"wedged\",\"sample_error\":\"e\""),
        ["beat that is odd"] = scene => scene.BeatAsync("\"error_rate\":0,\"runtime_state\":\"odd\""),
        ["beat with errors of its own status"] = scene =>
            scene.BeatAsync("\"error_rate\":0.9,\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":true}}"),
        ["calm beat of its own status"] = scene => scene.BeatAsync("\"error_rate\":0,\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":true}}"),
        ["wedged beat of its own status"] = scene =>
            scene.BeatAsync("\"runtime_state\":\"wedged\",\"sample_error\":\"e\",\"runtime_metadata\":{\"capabilities\":{\"status_mgmt\":true}}"),
        ["death"] = scene => scene.CrashAsync(),
        ["bootstrap-failed"] = scene => scene.PostAsync("bootstrap-failed"),
        ["restart"] = scene => scene.PostAsync("restart"),
        ["pause"] = scene => scene.PostAsync("pause"),
        ["resume"] = scene => scene.PostAsync("resume"),
        ["hibernate"] = scene => scene.PostAsync("hibernate"),
        ["delete"] = scene => scene.RemoveAsync(),
    };

    [Theory]
    [Row("5/register 5/ten 5/table")]
    [Row("5/row-register")]
    [InlineData("provisioning", "register", "online", Registered)]
    [InlineData("awaiting_agent", "register", "online", """WORKSPACE_ONLINE {"url":"http://localhost:9","agent_card":{"v":1}}""")]
    [InlineData("online", "register", "online", Registered)]
    [InlineData("degraded", "register", "online", Registered)]
    [InlineData("offline", "register", "online", Registered)]
    [InlineData("failed", "register", "online", "WORKSPACE_ONLINE ")]
    [InlineData("paused", "register", "paused", null)]
    [InlineData("hibernated", "register", "hibernated", null)]
    [InlineData("removed", "register", "removed", null)]
    public Task Register(string from, string trigger, string to, string? told) => MoveAsync(from, trigger, to, told);

    [Theory]
    [Row("5/row-provisioning-beat 5/row-offline-beat 5/failed 5/conditional")]
    [InlineData("provisioning", "beat", "online", """WORKSPACE_ONLINE {"recovered_from":"provisioning"}""")]
    [InlineData("offline", "beat", "online", "WORKSPACE_ONLINE {}")]
    [InlineData("failed", "beat", "online", """WORKSPACE_ONLINE {"recovered_from":"failed"}""")]
    [InlineData("online", "beat", "online", null)]
    [InlineData("paused", "beat", "paused", null)]
    [InlineData("hibernated", "beat", "hibernated", null)]
    [InlineData("awaiting_agent", "beat", "awaiting_agent", null)]
    [InlineData("removed", "beat", "removed", null)]
    public Task Beat(string from, string trigger, string to, string? told) => MoveAsync(from, trigger, to, told);

    [Theory]
    [Row("5/row-wedged 5/row-errors 5/row-recovers 5/rates 5/status_mgmt")]
    [InlineData("online", "beat that is wedged", "degraded", """WORKSPACE_DEGRADED {"runtime_state":"wedged","sample_error":"e"}""")]
    [InlineData("online", "beat with errors", "degraded", """WORKSPACE_DEGRADED {"error_rate":0.5,"sample_error":"e"}""")]
    [InlineData("online", "beat with few errors", "online", null)]
    [InlineData("online", "beat that is odd", "online", null)]
    [InlineData("online", "beat with errors of its own status", "online", null)]
    [InlineData("online", "wedged beat of its own status", "degraded", """WORKSPACE_DEGRADED {"runtime_state":"wedged","sample_error":"e"}""")]
    [InlineData("degraded", "beat under 0.1", "online", "WORKSPACE_ONLINE {}")]
    [InlineData("degraded", "beat at 0.1", "degraded", null)]
    [InlineData("degraded", "beat with few errors", "degraded", null)]
    [InlineData("degraded", "beat that is wedged", "degraded", null)]
    [InlineData("degraded", "beat that is odd", "degraded", null)]
    [InlineData("degraded", "calm beat of its own status", "degraded", null)]
    public Task Health(string from, string trigger, string to, string? told) => MoveAsync(from, trigger, to, told);

    [Theory]
    [Row("5/row-start-failed 5/row-offline 5/row-auto-restart 6.2/skips 6.2/backoff")]
    [InlineData("provisioning", "bootstrap-failed", "failed", "WORKSPACE_PROVISION_FAILED ")]
    [InlineData("online", "bootstrap-failed", "online", null)]
    [InlineData("failed", "bootstrap-failed", "failed", null)]
    [InlineData("online", "death", "provisioning", $"WORKSPACE_OFFLINE {{}}\n{Provisioning}")]
    [InlineData("degraded", "death", "provisioning", $"WORKSPACE_OFFLINE {{}}\n{Provisioning}")]
    [InlineData("paused", "death", "paused", null)]
    [InlineData("offline", "death", "offline", null)]
    [InlineData("removed", "death", "removed", null)]
    public Task Faults(string from, string trigger, string to, string? told) => MoveAsync(from, trigger, to, told);

    [Theory]
    [Row("5/row-restart 5/row-pause 5/row-resume 5/row-hibernate 5/row-removed 6.1/any 6.3/each")]
    [InlineData("provisioning", "restart", "provisioning", Provisioning)]
    [InlineData("online", "restart", "provisioning", Provisioning)]
    [InlineData("degraded", "restart", "provisioning", Provisioning)]
    [InlineData("offline", "restart", "provisioning", Provisioning)]
    [InlineData("failed", "restart", "provisioning", Provisioning)]
    [InlineData("paused", "restart", "provisioning", Provisioning)]
    [InlineData("hibernated", "restart", "provisioning", Provisioning)]
    [InlineData("removed", "restart", "removed", null)]
    [InlineData("awaiting_agent", "restart", "awaiting_agent", null)]
    [InlineData("provisioning", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("awaiting_agent", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("online", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("degraded", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("offline", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("failed", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("hibernated", "pause", "paused", """WORKSPACE_PAUSED {"name":"s"}""")]
    [InlineData("paused", "pause", "paused", null)]
    [InlineData("removed", "pause", "removed", null)]
    [InlineData("paused", "resume", "provisioning", Provisioning)]
    [InlineData("online", "resume", "online", null)]
    [InlineData("removed", "resume", "removed", null)]
    [InlineData("online", "hibernate", "hibernated", """WORKSPACE_HIBERNATED {"name":"s","tier":3}""")]
    [InlineData("degraded", "hibernate", "hibernated", """WORKSPACE_HIBERNATED {"name":"s","tier":3}""")]
    [InlineData("provisioning", "hibernate", "provisioning", null)]
    [InlineData("offline", "hibernate", "offline", null)]
    [InlineData("failed", "hibernate", "failed", null)]
    [InlineData("paused", "hibernate", "paused", null)]
    [InlineData("hibernated", "hibernate", "hibernated", null)]
    [InlineData("provisioning", "delete", "removed", """WORKSPACE_REMOVED {"cascade_deleted":0}""")]
    [InlineData("awaiting_agent", "delete", "removed", """WORKSPACE_REMOVED {"cascade_deleted":0}""")]
    [InlineData("online", "delete", "removed", """WORKSPACE_REMOVED {"cascade_deleted":0}""")]
    [InlineData("paused", "delete", "removed", """WORKSPACE_REMOVED {"cascade_deleted":0}""")]
    [InlineData("hibernated", "delete", "removed", """WORKSPACE_REMOVED {"cascade_deleted":0}""")]
    [InlineData("removed", "delete", "removed", null)]
    public Task Commands(string from, string trigger, string to, string? told) => MoveAsync(from, trigger, to, told);

    [Theory]
    [Row("5/row-create 5/row-external 4.3/events")]
    [InlineData("""{"name":"s"}""", "provisioning", Provisioning)]
    [InlineData(
        """{"name":"s","external":true,"url":"http://localhost:9"}""", "online",
        "WORKSPACE_PROVISIONING {\"name\":\"s\",\"tier\":3,\"runtime\":\"external\"}\nWORKSPACE_ONLINE {\"name\":\"s\",\"external\":true}")]
    [InlineData(
        """{"name":"s","runtime":"external"}""", "awaiting_agent",
        "WORKSPACE_PROVISIONING {\"name\":\"s\",\"tier\":3,\"runtime\":\"external\"}\nWORKSPACE_AWAITING_AGENT {\"name\":\"s\",\"external\":true}")]
    public async Task Create(string body, string to, string told)
    {
        var id = (await crashing.Managed.Admin.PostAsync("/workspaces", body)).Ok(201).String("id");
        (await crashing.Managed.StatusAsync(id)).ShouldBe(to);
        string.Join('\n', await crashing.Managed.EventsAsync(id)).ShouldBe(told);
    }

    async Task MoveAsync(string from, string trigger, string to, string? told)
    {
        var scene = new Scene(crashing.Managed);
        await Froms[from](scene);
        (await crashing.Managed.StatusAsync(scene.Id)).ShouldBe(from);
        // An event is in the log a moment after its status is seen.
        var before = 0;
        await Eventually.TrueAsync(async () =>
        {
            var events = await crashing.Managed.EventsAsync(scene.Id);
            before = events.Count;
            return events.Count > 0 && events[^1].StartsWith(Tells[from], StringComparison.Ordinal);
        });

        await Triggers[trigger](scene);

        await crashing.Managed.UntilAsync(scene.Id, to);
        async Task<string> AfterAsync() => string.Join('\n', (await crashing.Managed.EventsAsync(scene.Id)).Skip(before));
        if (told is null)
            (await AfterAsync()).ShouldBeEmpty();
        else
            await Eventually.TrueAsync(async () => (await AfterAsync()).StartsWith(told.Replace("$", crashing.Managed.Backend.Url), StringComparison.Ordinal));
    }

    /// <summary>A server whose agents, once they have crashed twice, stay down for as long as the tests take.</summary>
    public sealed class Crashing : IAsyncLifetime
    {
        internal ManagedServer Managed { get; } = new() { Times = new() { CrashDelay = TimeSpan.FromHours(1), CrashDelayMax = TimeSpan.FromHours(1) } };

        /// <inheritdoc />
        public ValueTask InitializeAsync() => Managed.InitializeAsync();

        /// <inheritdoc />
        public ValueTask DisposeAsync() => Managed.DisposeAsync();
    }

    /// <summary>A workspace on its way through the table.</summary>
    sealed class Scene(ManagedServer managed)
    {
        string? _token;

        public ManagedServer Managed => managed;

        public string Id { get; private set; } = "";

        Client Agent => _token is null ? managed.AgentOf(Id) : managed.Server.With(_token);

        public async Task CreateAsync() => Id = await managed.CreateAsync(new { name = "s" });

        public async Task CreateOnlineAsync() => Id = await managed.CreateOnlineAsync(new { name = "s" });

        public async Task CreateExternalAsync()
        {
            var created = (await managed.Admin.PostAsync("/workspaces", new { name = "s", external = true })).Ok(201);
            Id = created.String("id");
            _token = created.Json.GetProperty("connection").GetProperty("auth_token").GetString();
        }

        public Task<Answer> BeatAsync(string members) => Agent.PostAsync("/registry/heartbeat", $"{{\"workspace_id\":\"{Id}\",{members}}}");

        public Task<Answer> RegisterAsync() => Agent.PostAsync("/registry/register", new { id = Id, url = "http://localhost:9", agent_card = new { v = 1 } });

        public async Task<Answer> PostAsync(string route) => route == "bootstrap-failed"
            ? (await managed.Admin.PostAsync($"/admin/workspaces/{Id}/bootstrap-failed", new { error = "e" })).Ok()
            : await managed.Admin.PostAsync($"/workspaces/{Id}/{route}");

        public async Task RemoveAsync() => (await managed.Admin.DeleteAsync($"/workspaces/{Id}")).Ok();

        // A message finds out that it is dead.
        public async Task CrashAsync()
        {
            managed.Backend.Crash(Id);
            await managed.Admin.PostAsync($"/workspaces/{Id}/a2a", new { method = "message/send" });
        }
    }
}
