using Molecule.Sdk.Platform;
using Molecule.Sdk.Tests.Support;

namespace Molecule.Sdk.Tests;

public sealed class SendingTests(AgentFixture fixture) : IClassFixture<AgentFixture>, IDisposable
{
    const string Peer = "5b0a4d8e-93a5-4c55-9b6e-0d7f4a3c1b2a";
    const string Path = $"/workspaces/{Peer}/a2a";

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string?, SendOutcome> Outcomes => new()
    {
        { 202, """{"queued":true,"queue_id":"q1","queue_depth":3,"message":"…"}""", null, new SendOutcome.Queued("q1", 3) },
        { 503, """{"error":"…","busy":true,"retry_after":30}""", "12", new SendOutcome.Busy(TimeSpan.FromSeconds(12)) },
        { 503, """{"error":"…","busy":true,"retry_after":9}""", null, new SendOutcome.Busy(TimeSpan.FromSeconds(9)) },
        { 429, """{"error":"rate limit exceeded","retry_after":7}""", null, new SendOutcome.Busy(TimeSpan.FromSeconds(7)) },
        { 503, """{"error":"…","restarting":true}""", null, new SendOutcome.Restarting(TimeSpan.FromSeconds(30)) },
        { 503, """{"error":"…","waking":true,"retry_after":15}""", "15", new SendOutcome.Restarting(TimeSpan.FromSeconds(15)) },
        { 502, """{"error":"failed to reach workspace agent"}""", null, new SendOutcome.Unreachable("failed to reach workspace agent", false) },
        {
            502, """{"error":"failed to read agent response","delivery_confirmed":true}""", null,
            new SendOutcome.Unreachable("failed to read agent response", true)
        },
        { 402, """{"error":"workspace budget limit exceeded"}""", null, new SendOutcome.Refused(402, "workspace budget limit exceeded") },
        { 404, """{"error":"workspace not found"}""", null, new SendOutcome.Refused(404, "workspace not found") },
        { 200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}""", null, new SendOutcome.Failed(-32601, "no") },
    };

    public void Dispose() => fixture.Platform.Scripts.Clear();

    [Theory]
    [MemberData(nameof(Outcomes), DisableDiscoveryEnumeration = true)]
    public async Task Reply_of_the_platform_becomes_an_outcome(int status, string body, string? retryAfter, SendOutcome expected)
    {
        fixture.Platform.Scripts[Path] = FakePlatform.Say(status, body, retryAfter);
        using var client = new PlatformClient(fixture.Options);
        (await client.SendAsync(Peer, "hello", cancellationToken: Cancelled)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"parts":[{"kind":"text","text":"a"},{"type":"text","text":"b"}]}""", "a\nb")]
    [InlineData("""{"message":{"parts":[{"text":"a"}]}}""", "a")]
    [InlineData("""{"status":{"state":"completed","message":{"parts":[{"kind":"text","text":"a"}]}}}""", "a")]
    [InlineData("""{"artifacts":[{"parts":[{"kind":"text","text":"a"}]}]}""", "a")]
    [InlineData("""{"parts":[{"kind":"data","data":{}}]}""", "")]
    public async Task Answer_is_read_wherever_the_peer_put_its_text(string result, string text)
    {
        fixture.Platform.Scripts[Path] = FakePlatform.Say(200, $$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""");
        using var client = new PlatformClient(fixture.Options);
        (await client.SendAsync(Peer, "hello", cancellationToken: Cancelled)).ShouldBeOfType<SendOutcome.Replied>().Text.ShouldBe(text);
    }

    [Fact]
    public async Task Message_carries_who_sends_it_and_the_id_that_was_given()
    {
        fixture.Platform.Scripts[Path] = FakePlatform.Say(200, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        using var client = new PlatformClient(fixture.Options with { Token = "mine" });
        await client.SendAsync(Peer, "hello", "message-1", Cancelled);

        var call = fixture.Platform.Calls(Path)[^1];
        call.Bearer.ShouldBe("mine");
        call.Workspace.ShouldBe(fixture.WorkspaceId);
        call.Body!["params"]!["message"]!["messageId"]!.GetValue<string>().ShouldBe("message-1");
    }

    [Fact]
    public async Task Platform_that_is_away_is_an_outcome_too()
    {
        using var client = new PlatformClient(fixture.Options with { Platform = new Uri("http://127.0.0.1:1") });
        (await client.SendAsync(Peer, "hello", cancellationToken: Cancelled)).ShouldBeOfType<SendOutcome.Unreachable>();
    }

    [Fact]
    public async Task Peers_without_a_role_are_listed()
    {
        fixture.Platform.Scripts[$"/registry/{fixture.WorkspaceId}/peers"] = FakePlatform.Say(200,
            """[{"id":"p","name":"QA","role":null,"tier":3,"status":"online","agent_card":null,"url":"","parent_id":null,"active_tasks":2}]""");
        using var client = new PlatformClient(fixture.Options);

        var peer = (await client.PeersAsync("q a", Cancelled)).ShouldHaveSingleItem();

        (peer.Name, peer.Role, peer.ActiveTasks, peer.IsReachable).ShouldBe(("QA", "", 2, true));
        fixture.Platform.Calls($"/registry/{fixture.WorkspaceId}/peers")[^1].Query.ShouldBe("?q=q%20a");
    }

    [Theory]
    [InlineData(200, """{"id":"p","url":"http://10.0.0.5:9000/","name":"QA"}""", "http://10.0.0.5:9000/")]
    [InlineData(200, """{"id":"p","url":"remote://no-inbound","name":"QA"}""", null)]
    [InlineData(403, """{"error":"not authorized to discover this workspace"}""", null)]
    [InlineData(503, """{"error":"workspace not available","status":"offline"}""", null)]
    public async Task Discovery_gives_an_address_or_nothing(int status, string body, string? url)
    {
        fixture.Platform.Scripts[$"/registry/discover/{Peer}"] = FakePlatform.Say(status, body);
        using var client = new PlatformClient(fixture.Options);
        (await client.DiscoverAsync(Peer, Cancelled))?.AbsoluteUri.ShouldBe(url);
    }

    [Fact]
    public async Task Access_is_asked_for_both_sides()
    {
        fixture.Platform.Scripts["/registry/check-access"] = FakePlatform.Say(200, """{"allowed":true}""");
        using var client = new PlatformClient(fixture.Options);
        (await client.MayTalkToAsync(Peer, Cancelled)).ShouldBeTrue();
        var body = fixture.Platform.Calls("/registry/check-access")[^1].Body!;
        (body["caller_id"]!.GetValue<string>(), body["target_id"]!.GetValue<string>()).ShouldBe((fixture.WorkspaceId, Peer));
    }
}
