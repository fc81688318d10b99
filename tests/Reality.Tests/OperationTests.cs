using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>Watching and stopping a program that works.</summary>
public sealed class OperationTests(PostgresServer server) : IDisposable
{
    readonly Home _home = new(server);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Traces_and_metrics_reach_a_collector()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var silo = await _home.StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"), ("OTEL_BSP_SCHEDULE_DELAY", "500"));
        using var user = new Operator(await silo.ReadyAsync());
        (await user.StatusAsync("workspaces")).ShouldBe(200);

        await Eventually.IsTrue(() => collector.Got("/v1/traces", "http.request.method"), () => "no trace arrived\n" + silo.Output);
        await Eventually.IsTrue(
            () => collector.Got("/v1/metrics", "http.server.request.duration"), () => "no metrics of ASP.NET arrived\n" + silo.Output);
    }

    [Fact]
    public async Task Program_that_is_told_to_stop_lets_a_message_finish()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no SIGTERM");
        await using var silo = await _home.StartAsync(("MOLECULE_ENV", "development"));
        var url = await silo.ReadyAsync();
        using var user = new Operator(url);
        await using var fleet = new Fleet(url, _home.Data);
        var caller = await user.CreateAsync("caller", null);
        var slow = await user.CreateAsync("slow", null);
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var agent = new MoleculeAgent(fleet.Options(slow.Id, slow.Token), async (_, _) =>
        {
            began.SetResult();
            await go.Task;
            return "in time";
        });
        await agent.StartAsync();
        using var client = new PlatformClient(fleet.Options(caller.Id, caller.Token));

        var answer = client.SendAsync(slow.Id, "take your time");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(60));
        silo.Terminate();
        await Eventually.IsTrue(async () => !await user.AnswersAsync("health"), () => "it still takes requests\n" + silo.Output);
        go.SetResult();

        (await answer).ShouldBeOfType<SendOutcome.Replied>().Text.ShouldBe("in time");
        (await silo.EndAsync()).ShouldBe(0);
    }
}
