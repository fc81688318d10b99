using System.Text.Json;
using Molecule.Contract.Tests.Support;
using Molecule.Grains;

namespace Molecule.Contract.Tests;

/// <summary>Section 8: what happens to those who fall silent, on servers that wait less long for them.</summary>
public sealed class LivenessTests
{
    [Theory]
    [Row("7.3/lease 8/lease 8/remote 8/leases 8/conditional")]
    [InlineData(2, 3600)]
    [InlineData(3600, 2)]
    public async Task ExternalAgent_thatFallsSilent_goesOfflineOnceAndComesBack(int leaseSeconds, int staleSeconds)
    {
        await using var server = await Server.StartAsync(
            new() { AdminToken = "admin", RateLimit = 1_000_000 },
            services => services.AddSingleton(new GrainsOptions
            {
                Lease = TimeSpan.FromSeconds(leaseSeconds),
                RemoteLivenessStaleAfter = TimeSpan.FromSeconds(staleSeconds),
            }));
        var admin = server.With("admin");
        var id = (await admin.PostAsync("/workspaces", new { name = "n", external = true, url = "http://localhost:9" })).Ok(201).String("id");
        var agent = server.With((await admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token"));
        var waiting = (await admin.PostAsync("/workspaces", new { name = "waits", external = true })).Ok(201).String("id");
        async Task<string[]> EventsAsync(string about) =>
            [.. (await admin.GetAsync($"/events/{about}")).Ok().Json.EnumerateArray().Reverse().Select(e => $"{e.GetProperty("event_type").GetString()} {e.GetProperty("payload").GetRawText()}")];

        // Nobody has beaten yet: creating it with a URL began its lease.
        await Eventually.TrueAsync(async () => (await EventsAsync(id)).Length == 3);
        (await EventsAsync(id))[^1].ShouldBe("WORKSPACE_OFFLINE {}");
        (await admin.GetAsync($"/workspaces/{id}")).String("status").ShouldBe("offline");

        (await agent.PostAsync("/registry/heartbeat", new { workspace_id = id })).Ok();
        await Eventually.TrueAsync(async () => (await EventsAsync(id)).Length == 5);
        (await EventsAsync(id))[3..].ShouldBe(["WORKSPACE_ONLINE {}", "WORKSPACE_OFFLINE {}"]);

        // It is not restarted, and those who need not speak are left alone.
        (await admin.GetAsync($"/workspaces/{waiting}")).String("status").ShouldBe("awaiting_agent");
        (await EventsAsync(waiting)).Length.ShouldBe(2);
        (await EventsAsync(id)).Length.ShouldBe(5);
    }

    [Fact]
    [Row("8/container 6.2/when")]
    public async Task Agent_thatIsGone_isFoundByTheSweep()
    {
        await using var managed = new ManagedServer();
        await managed.InitializeAsync();
        var id = await managed.CreateOnlineAsync();
        managed.Backend.Crash(id);

        await managed.StartedAsync(id, 2);
        (await managed.EventsAsync(id)).TakeLast(2).ShouldBe(["WORKSPACE_OFFLINE {}", """WORKSPACE_PROVISIONING {"name":"dev","tier":3,"runtime":"langgraph"}"""]);
    }

    [Fact]
    [Row("8/provision 1.5/PROVISION_TIMEOUT_SECONDS")]
    public async Task Agent_thatIsNeverHeardOf_fails()
    {
        await using var managed = new ManagedServer { Times = new() { ProvisionTimeout = TimeSpan.FromSeconds(2) } };
        await managed.InitializeAsync();
        var id = (await managed.Admin.PostAsync("/workspaces", new { name = "slow" })).Ok(201).String("id");

        var told = await FailureAsync(managed, id);
        told.EnumerateObject().Select(member => member.Name).ShouldBe(["error", "timeout_secs", "runtime", "source"]);
        (told.GetProperty("timeout_secs").GetInt32(), told.GetProperty("runtime").GetString(), told.GetProperty("source").GetString())
            .ShouldBe((2, "langgraph", "provision_timeout_sweep"));
        (await managed.StatusAsync(id)).ShouldBe("failed");
        (await managed.Admin.GetAsync($"/workspaces/{id}")).String("last_sample_error").ShouldNotBeEmpty();
    }

    [Theory]
    [Row("8/start 8/generic 8/missing")]
    [InlineData("hangs")]
    [InlineData("throws")]
    [InlineData("misses")]
    public async Task Start_thatFails_isToldWithoutDetails(string how)
    {
        await using var managed = new ManagedServer { Times = new() { StartTimeout = TimeSpan.FromSeconds(1) } };
        await managed.InitializeAsync();
        managed.Backend.Hangs = how == "hangs";
        managed.Backend.Fault = how == "throws" ? new IOException("password=hunter2") : null;
        managed.Backend.Missing = how == "misses" ? ["API_KEY", "OTHER"] : [];
        var id = (await managed.Admin.PostAsync("/workspaces", new { name = "n" })).Ok(201).String("id");

        var told = await FailureAsync(managed, id);
        told.GetRawText().ShouldNotContain("hunter2");
        told.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        if (how == "misses")
            told.GetProperty("missing").EnumerateArray().Select(name => name.GetString()).ShouldBe(["API_KEY", "OTHER"]);
        else
            told.EnumerateObject().Count().ShouldBe(1);
        (await managed.Admin.GetAsync($"/workspaces/{id}")).Text.ShouldNotContain("hunter2");
    }

    static async Task<JsonElement> FailureAsync(ManagedServer managed, string id)
    {
        const string Name = "WORKSPACE_PROVISION_FAILED ";
        var told = "";
        await Eventually.TrueAsync(async () =>
            (told = (await managed.EventsAsync(id)).FirstOrDefault(e => e.StartsWith(Name, StringComparison.Ordinal)) ?? "").Length > 0);
        return JsonDocument.Parse(told[Name.Length..]).RootElement;
    }
}
