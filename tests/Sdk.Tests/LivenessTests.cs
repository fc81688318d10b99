using System.Net;
using Molecule.Sdk.Tests.Support;

namespace Molecule.Sdk.Tests;

public sealed class LivenessTests(AgentFixture fixture) : IClassFixture<AgentFixture>, IDisposable
{
    FakePlatform Platform => fixture.Platform;

    public void Dispose()
    {
        Platform.Scripts.Clear();
        Platform.Status = "online";
        Platform.Deleted = false;
    }

    [Fact]
    public async Task Heartbeats_go_on_and_carry_every_figure()
    {
        await using var agent = await fixture.StartAsync();

        await Eventually.IsTrue(() => Platform.Calls("/registry/heartbeat").Count >= 3, "three heartbeats were sent");
        var body = Platform.Calls("/registry/heartbeat")[^1].Body!.AsObject();
        body.Select(member => member.Key).ShouldBe(
            ["workspace_id", "current_task", "active_tasks", "error_rate", "sample_error", "uptime_seconds"], ignoreOrder: true);
    }

    [Fact]
    public async Task Change_of_task_is_told_at_once()
    {
        var done = new TaskCompletionSource();
        await using var agent = await fixture.StartAsync(
            async (_, context) =>
            {
                context.Report("reading the file");
                await done.Task;
                return "done";
            },
            fixture.Options with { HeartbeatInterval = TimeSpan.FromSeconds(60) });

        var answer = fixture.SendAsync(agent, "task");
        await Eventually.IsTrue(() => Beats("reading the file", 1), "the task was told");
        done.SetResult();
        await answer;
        await Eventually.IsTrue(
            () => Platform.Calls("/registry/heartbeat")[^1].Body!["active_tasks"]!.GetValue<int>() == 0, "the end was told");
    }

    [Fact]
    public async Task Failures_of_the_handler_show_as_error_rate()
    {
        await using var agent = await fixture.StartAsync((_, _) => throw new InvalidOperationException("no disk"));

        (await fixture.SendAsync(agent, "bad")).GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32603);

        await Eventually.IsTrue(
            () => Platform.Calls("/registry/heartbeat")[^1].Body!["sample_error"]!.GetValue<string>().Contains("no disk", StringComparison.Ordinal),
            "the failure was told");
        Platform.Calls("/registry/heartbeat")[^1].Body!["error_rate"]!.GetValue<double>().ShouldBe(0.2);
    }

    [Fact]
    public async Task Platform_that_comes_back_finds_the_agent_again()
    {
        Platform.Scripts["/registry/heartbeat"] = FakePlatform.Say(500, "{}");
        await using var agent = await fixture.StartAsync();
        await Eventually.IsTrue(
            () => agent.State == AgentState.Disconnected || Platform.Calls("/registry/heartbeat").Count > 2, "it noticed");

        Platform.Scripts.Clear();

        await Eventually.IsTrue(() => agent.State == AgentState.Online, "it is back");
    }

    [Fact]
    public async Task Paused_agent_takes_no_work_and_registers_again_when_resumed()
    {
        await using var agent = await fixture.StartAsync();
        Platform.Status = "paused";
        await Eventually.IsTrue(() => agent.State == AgentState.Paused, "it is paused");
        var refused = await fixture.PostAsync(agent, AgentFixture.Message("while-paused"));
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();

        var registrations = Platform.Calls("/registry/register").Count;
        Platform.Status = "awaiting_agent";
        await Eventually.IsTrue(() => Platform.Calls("/registry/register").Count > registrations, "it registered again");
        Platform.Status = "online";
        await Eventually.IsTrue(() => agent.State == AgentState.Online, "it is online");

        AgentFixture.TextOf(await fixture.SendAsync(agent, "while-paused")).ShouldBe("echo: hello");
    }

    [Fact]
    public async Task Deleted_workspace_ends_the_agent()
    {
        await using var agent = new MoleculeAgent(fixture.Options, (_, _) => Task.FromResult(""));
        var run = agent.RunAsync(TestContext.Current.CancellationToken);
        await Eventually.IsTrue(() => agent.State == AgentState.Online, "it joined");

        Platform.Deleted = true;

        await run.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        agent.State.ShouldBe(AgentState.Deleted);
    }

    bool Beats(string task, int active) => Platform.Calls("/registry/heartbeat").Any(call =>
        call.Body!["current_task"]!.GetValue<string>() == task && call.Body["active_tasks"]!.GetValue<int>() == active);
}
