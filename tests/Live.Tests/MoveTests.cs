using Molecule.Contract.Tests.Support;
using Molecule.Gateway;
using Molecule.Live.Tests.Support;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests;

/// <summary>An agent's socket follows the hierarchy at once, on the real engine, grains and store.</summary>
public class MoveTests
{
    [Fact]
    public async Task A_workspace_that_moves_into_reach_is_heard_at_once_and_one_that_moves_out_no_more()
    {
        await using var server = await Server.StartAsync(new GatewayOptions { AdminToken = "admin", RateLimit = 1_000_000 }).Within("the server to start");
        var admin = server.With("admin");
        var lead = await CreateAsync(admin, "lead");
        var elsewhere = await CreateAsync(admin, "elsewhere");
        var member = await CreateAsync(admin, "member", lead);
        var mover = await CreateAsync(admin, "mover", elsewhere);
        var token = (await admin.GetAsync($"/admin/workspaces/{member}/test-token")).Ok().String("auth_token");
        await using var socket = await TestSocket.OpenAsync(server.Url, "", options =>
        {
            options.SetRequestHeader("X-Workspace-ID", member);
            options.SetRequestHeader("Authorization", $"Bearer {token}");
        });

        // What it may see has been asked for now, and is trusted for a while.
        await SpeakAsync(mover);
        await SpeakAsync(lead);
        (await NextAsync()).ShouldBe(lead);

        await MoveAsync(lead);
        await SpeakAsync(mover);
        await SpeakAsync(lead);
        (await NextAsync()).ShouldBe(mover);
        (await NextAsync()).ShouldBe(lead);

        await MoveAsync(elsewhere);
        await SpeakAsync(mover);
        await SpeakAsync(lead);
        (await NextAsync()).ShouldBe(lead);

        async Task SpeakAsync(string id) =>
            (await admin.PostAsync("/registry/update-card", new { workspace_id = id, agent_card = new { name = id } }).Within("a card")).Ok();

        async Task MoveAsync(string parent) => (await admin.PatchAsync($"/workspaces/{mover}", new { parent_id = parent }).Within("a move")).Ok();

        async Task<string> NextAsync()
        {
            var frame = await socket.NextAsync();
            ((string?)frame["event"]).ShouldBe("AGENT_CARD_UPDATED");
            return (string)frame["workspace_id"]!;
        }
    }

    static async Task<string> CreateAsync(Client admin, string name, string? parent = null) =>
        (await admin.PostAsync("/workspaces", new { name, runtime = "external", parent_id = parent }).Within("a workspace")).Ok(201).String("id");
}
