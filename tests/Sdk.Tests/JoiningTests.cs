using Molecule.Sdk.Platform;
using Molecule.Sdk.Tests.Support;

namespace Molecule.Sdk.Tests;

public sealed class JoiningTests(AgentFixture fixture) : IClassFixture<AgentFixture>, IDisposable
{
    FakePlatform Platform => fixture.Platform;

    public void Dispose() => Platform.Scripts.Clear();

    [Fact]
    public async Task Agent_that_joins_registers_a_localhost_url_and_its_card()
    {
        await using var agent = await fixture.StartAsync();

        var call = Platform.Calls("/registry/register")[^1];
        call.Body!["id"]!.GetValue<string>().ShouldBe(fixture.WorkspaceId);
        call.Body["url"]!.GetValue<string>().ShouldBe($"http://localhost:{agent.Url!.Port}/");
        call.Body["agent_card"]!["name"]!.GetValue<string>().ShouldBe("tester");
        agent.State.ShouldBe(AgentState.Online);
    }

    [Fact]
    public async Task Issued_token_is_kept_readable_by_its_user_only_and_used_from_then_on()
    {
        Platform.TokenToIssue = "issued-token";
        await using var agent = await fixture.StartAsync();

        (await File.ReadAllTextAsync(fixture.TokenFile)).ShouldBe("issued-token");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(fixture.TokenFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Eventually.IsTrue(
            () => Platform.Calls("/registry/heartbeat").Any(call => call.Bearer == "issued-token"), "a heartbeat has the token");
        Platform.Token = null;
    }

    [Fact]
    public async Task Rotated_token_is_read_from_its_file_after_a_401()
    {
        Platform.Token = "old";
        await using var agent = await fixture.StartAsync(options: fixture.Options with { Token = "old" });
        await File.WriteAllTextAsync(fixture.TokenFile, "new\n", TestContext.Current.CancellationToken);
        Platform.Token = "new";

        await Eventually.IsTrue(
            () => Platform.Calls("/registry/heartbeat").Any(call => call.Bearer == "new"), "a heartbeat has the new token");
        Platform.Token = null;
    }

    [Theory]
    [InlineData(400, """{"error":"invalid request body"}""", "ReportedUrl")]
    [InlineData(401, """{"error":"missing workspace auth token"}""", "/tokens")]
    [InlineData(404, """{"error":"workspace not found"}""", "Create it")]
    [InlineData(410, """{"error":"workspace removed"}""", "deleted")]
    public async Task Refused_registration_says_what_to_do(int status, string body, string advice)
    {
        Platform.Scripts["/registry/register"] = FakePlatform.Say(status, body);
        var options = fixture.Options with { TokenFile = fixture.TokenFile + ".none" };

        var refusal = await Should.ThrowAsync<PlatformException>(() => fixture.StartAsync(options: options));

        refusal.Status.ShouldBe(status);
        refusal.Message.ShouldContain(advice);
    }

    [Fact]
    public async Task Platform_that_is_not_ready_is_waited_for()
    {
        var tries = 0;
        Platform.Scripts["/registry/register"] = (http, body) =>
            FakePlatform.Say(Interlocked.Increment(ref tries) < 3 ? 503 : 200, """{"status":"registered"}""")(http, body);

        await using var agent = await fixture.StartAsync();

        tries.ShouldBe(3);
        agent.State.ShouldBe(AgentState.Online);
    }

    [Fact]
    public async Task Agent_on_every_address_without_a_reported_url_is_refused_with_advice()
    {
        var options = fixture.Options with { Listen = new Uri("http://0.0.0.0:0") };
        (await Should.ThrowAsync<AgentConfigurationException>(() => fixture.StartAsync(options: options))).Message.ShouldContain("ReportedUrl");
    }

    [Fact]
    public void Options_do_not_tell_their_token() => $"{fixture.Options with { Token = "secret" }}".ShouldNotContain("secret");

    [Fact]
    public void Workspace_id_that_is_no_uuid_is_refused_by_name() =>
        Should.Throw<AgentConfigurationException>(() => new MoleculeAgent(fixture.Options with { WorkspaceId = "me" }, (_, _) => Task.FromResult("")))
            .Message.ShouldContain("WorkspaceId");
}
