using System.Text.Json.Nodes;
using Molecule.A2A.Tests.Support;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests;

/// <summary>The carrier under the real grains: what could not be delivered waits, and goes out again as it was (contract, section 11).</summary>
public class QueueTests
{
    [Fact]
    [Row("10.7/id")]
    public async Task A_message_whose_agent_hangs_up_is_queued_and_delivered_again_with_its_id()
    {
        var attempts = 0;
        await using var agent = new ScriptedAgent(async connection =>
        {
            await connection.ReadRequestAsync();
            if (Interlocked.Increment(ref attempts) > 1)
                await connection.SendAsync(Carrier.Ok("""{"jsonrpc":"2.0","id":1,"result":{}}"""));
        });
        await using var server = await Server.StartAsync(
            new GatewayOptions { AdminToken = "admin", Environment = "development", RateLimit = 1_000_000 }).Within("the server to start");
        var admin = server.With("admin");
        var created = (await admin.PostAsync("/workspaces", new { name = "agent", runtime = "external" })).Ok(201);
        var id = created.String("id");
        var self = server.With(created.Json.GetProperty("connection").GetProperty("auth_token").GetString());
        (await self.PostAsync("/registry/register", new { id, url = $"http://localhost:{agent.Port}", agent_card = new { } })).Ok();

        var reply = (await admin.PostAsync($"/workspaces/{id}/a2a", new
        {
            method = "message/send",
            @params = new { message = new { role = "user", parts = new[] { new { kind = "text", text = "hello" } } } },
        }).Within("the reply")).Ok(202);
        reply.Json.GetProperty("queued").GetBoolean().ShouldBeTrue();
        (await self.PostAsync("/registry/heartbeat", new { workspace_id = id, active_tasks = 0 })).Ok();

        await Patience.Until(() => agent.Requests.Count == 2, "the queued message arrives");
        var sent = agent.Requests.Select(request => request.Body).ToList();
        sent[1].ShouldBe(sent[0]);
        JsonNode.Parse(sent[0])!["params"]!["message"]!["messageId"].ShouldNotBeNull();
    }
}
