using System.Text.Json;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;
using Molecule.Storage;
using Molecule.Storage.A2AQueue;
using Molecule.Storage.Activity;
using Molecule.Storage.Delegations;
using Molecule.Storage.Events;
using Molecule.Storage.Records;
using Molecule.Storage.Usage;

namespace Molecule.Contract.Tests;

/// <summary>What each route answers when a store or a grain behind it fails, or when the datastore is away: the contract's words and none of the fault's.</summary>
public sealed class FaultTests(FaultTests.BreakableServer breakable) : IClassFixture<FaultTests.BreakableServer>
{
    const string Away = """{"error":"platform datastore unavailable — retry shortly","code":"platform_unavailable"}""";

    static readonly Dictionary<string, object> Bodies = new()
    {
        ["POST /workspaces"] = new { name = "n" },
        ["PATCH /workspaces/{id}"] = new { name = "n" },
        ["PATCH /workspaces/{id}/budget"] = new { budget_limit = 1 },
        ["POST /admin/workspaces/{id}/bootstrap-failed"] = new { },
        ["POST /workspaces/{id}/activity"] = new { activity_type = "error" },
        ["POST /workspaces/{id}/a2a"] = new { method = "message/send" },
        ["POST /workspaces/{id}/approvals"] = new { action = "a" },
        [$"POST /workspaces/{{id}}/approvals/{Ids.Unknown}/decide"] = new { decision = "approved" },
        ["POST /workspaces/{id}/agent"] = new { model = "m" },
        ["POST /workspaces/{id}/delegations/record"] = new { target_id = Ids.Unknown, task = "t", delegation_id = "d" },
        ["POST /workspaces/{id}/delegations/d/update"] = new { status = "completed" },
        ["POST /registry/register"] = new { id = "{id}", url = "http://localhost:9", agent_card = new { } },
        ["POST /registry/heartbeat"] = new { workspace_id = "{id}" },
        ["POST /registry/update-card"] = new { workspace_id = "{id}", agent_card = new { } },
        ["POST /registry/check-access"] = new { caller_id = "a", target_id = "b" },
        ["PUT /canvas/viewport"] = new { zoom = 1 },
    };

    [Theory]
    [Row("1.1/dash 1.2/datastore 1.2/fault 2.11/list 2.11/create 2.11/revoke 2.11/org-list 2.11/org-mint 2.11/org-revoke 2.11/test-token")]
    [Row("4.2/list 4.2/get 4.3/errors 4.5/confirm 6.1/checks 6.3/pause 6.4/resume 6.5/hibernate 6.6/404 6.7/acts")]
    [Row("7.1/register 7.1/heartbeat 7.1/update-card 7.1/discover 7.1/peers 10.1/6 10.6/usage 11/drop-stale 12.1/list 12.1/record 14/collapse 15/read 15/write")]
    [InlineData("GET", "/workspaces", "IOrgGrain.ListAsync", "query failed")]
    [InlineData("POST", "/workspaces", "IWorkspaceGrain.CreateAsync", "failed to create workspace")]
    [InlineData("GET", "/workspaces/{id}", "IWorkspaceGrain.GetAsync", "query failed")]
    [InlineData("PATCH", "/workspaces/{id}", "IWorkspaceGrain.UpdateAsync", "internal error")]
    [InlineData("DELETE", "/workspaces/{id}", "IWorkspaceGrain.RemoveAsync", "failed to check children")]
    [InlineData("GET", "/workspaces/{id}/state", "IWorkspaceGrain.GetAsync", "lookup failed")]
    [InlineData("POST", "/workspaces/{id}/restart", "IWorkspaceGrain.RestartAsync", "lookup failed")]
    [InlineData("POST", "/workspaces/{id}/pause", "IWorkspaceGrain.PauseAsync", "lookup failed")]
    [InlineData("POST", "/workspaces/{id}/resume", "IWorkspaceGrain.UnpauseAsync", "lookup failed")]
    [InlineData("POST", "/workspaces/{id}/hibernate", "IWorkspaceGrain.HibernateAsync", "lookup failed")]
    [InlineData("POST", "/admin/workspaces/{id}/bootstrap-failed", "IWorkspaceGrain.FailBootstrapAsync", "db update failed")]
    [InlineData("GET", "/workspaces/{id}/budget", "IWorkspaceGrain.GetAsync", "query failed")]
    [InlineData("PATCH", "/workspaces/{id}/budget", "IWorkspaceGrain.SetBudgetAsync", "update failed")]
    [InlineData("GET", "/workspaces/{id}/metrics", "IWorkspaceGrain.GetAsync", "failed to verify workspace")]
    [InlineData("GET", "/workspaces/{id}/metrics", "ITokenUsage.ReadAsync", "failed to fetch metrics")]
    [InlineData("GET", "/workspaces/{id}/events/stream", "IWorkspaceGrain.GetAsync", "failed to verify workspace")]
    [InlineData("GET", "/workspaces/{id}/tokens", "IRecordQueries.ListUnderAsync", "failed to list tokens")]
    [InlineData("POST", "/workspaces/{id}/tokens", "IWorkspaceGrain.IssueTokenAsync", "failed to create token")]
    [InlineData("DELETE", "/workspaces/{id}/tokens/x", "IWorkspaceGrain.RevokeTokenAsync", "failed to revoke token")]
    [InlineData("GET", "/org/tokens", "IRecordQueries.ListUnderAsync", "failed to list tokens")]
    [InlineData("POST", "/org/tokens", "IOrgGrain.MintTokenAsync", "failed to mint token")]
    [InlineData("DELETE", "/org/tokens/x", "IOrgGrain.RevokeTokenAsync", "failed to revoke")]
    [InlineData("GET", "/admin/workspaces/{id}/test-token", "IWorkspaceGrain.GetAsync", "lookup failed")]
    [InlineData("GET", "/admin/workspaces/{id}/test-token", "IWorkspaceGrain.IssueTestTokenAsync", "token issue failed")]
    [InlineData("POST", "/registry/register", "IWorkspaceGrain.RegisterAsync", "registration failed")]
    [InlineData("POST", "/registry/heartbeat", "IWorkspaceGrain.HeartbeatAsync", "failed to update")]
    [InlineData("POST", "/registry/update-card", "IWorkspaceGrain.UpdateCardAsync", "failed to update card")]
    [InlineData("GET", "/registry/discover/{id}", "IOrgGrain.DiscoverAsync", "lookup failed")]
    [InlineData("GET", "/registry/{id}/peers", "IOrgGrain.GetPeersAsync", "lookup failed")]
    [InlineData("POST", "/registry/check-access", "IOrgGrain.CanCommunicateAsync", "internal error")]
    [InlineData("POST", "/workspaces/{id}/a2a", "IWorkspaceGrain.RouteAsync", "lookup failed")]
    [InlineData("POST", "/admin/a2a-queue/drop-stale", "IOrgGrain.DropStaleAsync", "failed to drop stale items")]
    [InlineData("POST", "/admin/a2a-queue/drop-stale", "IA2AQueue.DropStaleAsync", "failed to drop stale items")]
    [InlineData("GET", "/workspaces/{id}/delegations", "IDelegationStore.ListNewestAsync", "query failed")]
    [InlineData("POST", "/workspaces/{id}/delegations/record", "IDelegationGrain.RecordAsync", "failed to record delegation")]
    [InlineData("POST", "/workspaces/{id}/delegations/record", "IDelegationStore.AcceptAsync", "failed to record delegation")]
    [InlineData("POST", "/workspaces/{id}/delegations/d/update", "IDelegationGrain.UpdateAsync", "internal error")]
    [InlineData("POST", "/workspaces/{id}/expand", "IWorkspaceTeam.ExpandAsync", "internal error")]
    [InlineData("POST", "/workspaces/{id}/collapse", "IWorkspaceTeam.CollapseAsync", "failed to query children")]
    [InlineData("POST", "/workspaces/{id}/approvals", "IApprovalGrain.RequestAsync", "failed to create approval")]
    [InlineData("GET", "/workspaces/{id}/approvals", "IRecordQueries.ListNewestUnderAsync", "query failed")]
    [InlineData("POST", $"/workspaces/{{id}}/approvals/{Ids.Unknown}/decide", "IApprovalGrain.DecideAsync", "failed to update")]
    [InlineData("GET", "/approvals/pending", "IRecordQueries.ListNewestAsync", "query failed")]
    [InlineData("POST", "/workspaces/{id}/agent", "IAgentDesk.ChangeAsync", "internal error")]
    [InlineData("GET", "/workspaces/{id}/activity", "IActivityLog.ListAsync", "query failed")]
    [InlineData("GET", "/events", "IEventLog.ReadLatestAsync", "query failed")]
    [InlineData("GET", "/events/{id}", "IEventLog.ReadLatestAsync", "query failed")]
    [InlineData("PUT", "/canvas/viewport", "IOrgGrain.SetViewportAsync", "failed to save viewport")]
    public async Task Fault_isToldInTheContractsWords(string method, string pattern, string broken, string error)
    {
        var id = await breakable.CreateAsync();
        var client = pattern.StartsWith("/registry/", StringComparison.Ordinal) ? breakable.Anonymous : breakable.Admin;

        Task<Answer> AskAsync() =>
            client.SendAsync(method, pattern.Replace("{id}", id), BodyOf(method, pattern, id), ("X-Workspace-ID", id));

        using (breakable.Plan.Break(broken, () => new InvalidOperationException("password=hunter2")))
            (await AskAsync()).ShouldBe(500, $$"""{"error":"{{error}}"}""");
        using (breakable.Plan.Break(broken, () => new StorageUnavailableException()))
            (await AskAsync()).ShouldBe(503, Away);
    }

    [Theory]
    [Row("1.2/datastore 2.2/1 2.3/5 2.5/tokens 2.6/1 2.7/2")]
    [InlineData("WA", "GET", "/workspaces/{id}/tokens", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("AA", "GET", "/workspaces", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("RG", "POST", "/registry/heartbeat", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("RG", "POST", "/registry/heartbeat", "IWorkspaceGrain.GetCredentialStateAsync", null)]
    [InlineData("RG of the card", "POST", "/registry/update-card", "IWorkspaceGrain.GetCredentialStateAsync", null)]
    [InlineData("DG", "GET", "/registry/{id}/peers", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("DG", "GET", "/registry/{id}/peers", "IWorkspaceGrain.GetCredentialStateAsync", null)]
    [InlineData("CG", "POST", "/workspaces/{id}/a2a", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("WA of the state", "GET", "/workspaces/{id}/state", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("WA of the state", "GET", "/workspaces/{id}/state", "IWorkspaceGrain.GetCredentialStateAsync", null)]
    [InlineData("the socket's", "GET", "/ws", "ITokenGrain.AuthenticateAsync", "a token")]
    [InlineData("the socket's", "GET", "/ws", "IWorkspaceGrain.GetCredentialStateAsync", null)]
    public async Task Gate_thatCannotAsk_isClosed(string gate, string method, string pattern, string broken, string? bearer)
    {
        var id = await breakable.CreateAsync();
        using (breakable.Plan.Break(broken, () => new StorageUnavailableException()))
            (await breakable.Server.With(bearer).SendAsync(
                method, pattern.Replace("{id}", id), BodyOf(method, pattern, id), ("X-Workspace-ID", pattern == "/ws" ? id : ""))).ShouldBe(503, Away, gate);
    }

    [Fact]
    [Row("2.4/1 1.2/datastore")]
    public async Task Viewport_staysOpenWhenNobodyCanSayWhoHasAToken()
    {
        await using var server = new BreakableServer { AdminToken = null };
        await server.InitializeAsync();
        await server.CreateWithTokenAsync();
        (await server.Anonymous.PutAsync("/canvas/viewport", new { zoom = 1 })).ShouldFail(401, "admin auth required");
        using (server.Plan.Break("IOrgGrain.GetCredentialStateAsync", () => new StorageUnavailableException()))
        {
            (await server.Anonymous.PutAsync("/canvas/viewport", new { zoom = 1 })).Ok();
            (await server.Anonymous.GetAsync("/workspaces")).ShouldBe(503, Away);
        }
    }

    [Fact]
    [Row("d5/errors")]
    public async Task Socket_whoseGateBreaks_isRefused()
    {
        using (breakable.Plan.Break("IWorkspaceGrain.GetCredentialStateAsync", () => new InvalidOperationException("password=hunter2")))
            (await breakable.Anonymous.GetAsync("/ws", ("X-Workspace-ID", Ids.Unknown))).ShouldFail(500, "auth check failed");
    }

    [Fact]
    [Row("4.5/purge")]
    public async Task Purge_thatFails_isTriedAgainByTheRepeat()
    {
        var id = await breakable.CreateAsync();
        using (breakable.Plan.Break("IWorkspaceEraser.EraseAsync", () => new InvalidOperationException("password=hunter2")))
            (await breakable.Admin.DeleteAsync($"/workspaces/{id}?purge=true")).ShouldFail(500, "purge failed");
        (await breakable.Anonymous.GetAsync($"/workspaces/{id}")).Ok().String("status").ShouldBe("removed");

        (await breakable.Admin.DeleteAsync($"/workspaces/{id}?purge=true")).ShouldBe(200, """{"status":"purged","cascade_deleted":0}""");
        (await breakable.Anonymous.GetAsync($"/workspaces/{id}")).ShouldFail(404, "workspace not found");
    }

    [Fact]
    [Row("12.1/delegate")]
    public async Task Delegation_thatCannotBeRecorded_isSentWithAWarning()
    {
        var (source, target) = (await breakable.CreateAsync(), await breakable.CreateAsync());
        using (breakable.Plan.Break("IDelegationStore.AcceptAsync", () => new InvalidOperationException("password=hunter2")))
        {
            var accepted = (await breakable.Admin.PostAsync($"/workspaces/{source}/delegate", new { target_id = target, task = "t" })).Ok(202);
            accepted.Text.ShouldBe($$"""{"delegation_id":"{{accepted.String("delegation_id")}}","status":"delegated","target_id":"{{target}}","warning":"delegation dispatched but status tracking unavailable"}""");
        }
    }

    static string? BodyOf(string method, string pattern, string id) =>
        Bodies.TryGetValue($"{method} {pattern}", out var body) ? JsonSerializer.Serialize(body).Replace("{id}", id) : null;

    /// <summary>A server of which a test breaks a part.</summary>
    public sealed class BreakableServer : IAsyncLifetime
    {
        internal string? AdminToken { get; init; } = SharedServer.AdminToken;

        internal FaultPlan Plan { get; } = new();

        internal Server Server { get; private set; } = null!;

        internal Client Admin => Server.With(AdminToken);

        internal Client Anonymous => Server.Anonymous();

        /// <inheritdoc />
        public async ValueTask InitializeAsync() => Server = await Server.StartAsync(
            new GatewayOptions { AdminToken = AdminToken, RateLimit = 1_000_000 },
            services =>
            {
                Plan.CoverGrains(services);
                Plan.Cover<IRecordQueries>(services);
                Plan.Cover<IWorkspaceEraser>(services);
                Plan.Cover<IA2AQueue>(services);
                Plan.Cover<IDelegationStore>(services);
                Plan.Cover<IActivityLog>(services);
                Plan.Cover<IEventLog>(services);
                Plan.Cover<ITokenUsage>(services);
            });

        /// <inheritdoc />
        public ValueTask DisposeAsync() => Server.DisposeAsync();

        internal async Task<string> CreateAsync() => (await Admin.PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");

        internal async Task<Client> CreateWithTokenAsync() =>
            Server.With((await Admin.GetAsync($"/admin/workspaces/{await CreateAsync()}/test-token")).Ok().String("auth_token"));
    }
}
