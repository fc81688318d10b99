using Molecule.Composition.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Composition.Tests;

/// <summary>A process that is told to stop.</summary>
public sealed class DrainTests(PostgresServer server)
{
    [Fact]
    public async Task Silo_that_is_told_to_stop_says_so_at_once_and_finishes_what_it_has()
    {
        await using var installation = await Installation.CreateAsync(server);
        var stopping = await installation.StartAsync("all", ("MOLECULE_DRAIN_SECONDS", "40"));
        var staying = await installation.StartAsync("all");
        using var user = new Operator(stopping.Url);
        using var other = new Operator(staying.Url);
        var caller = await user.CreateAsync("caller", null);
        var slow = await user.CreateAsync("slow", null);
        await using var here = new Fleet(stopping.Url, installation.Home);
        await using var there = new Fleet(staying.Url, installation.Home);
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var agent = new MoleculeAgent(there.Options(slow.Id, slow.Token), async (_, _) =>
        {
            began.TrySetResult();
            await go.Task;
            return "in time";
        });
        await agent.StartAsync();
        using var client = new PlatformClient(here.Options(caller.Id, caller.Token));

        var answer = client.SendAsync(slow.Id, "take your time");
        await began.Task.WaitAsync(TimeSpan.FromSeconds(120));
        stopping.Process.Terminate();

        // Load balancers send requests elsewhere, while it still takes those that were under way to it.
        await Eventually.IsTrue(async () => await user.StatusAsync("health/ready") == 503, () => $"it does not say so\n{installation.Logs}");
        (await user.StatusAsync("health")).ShouldBe(200);
        (await user.StatusAsync($"workspaces/{slow.Id}")).ShouldBe(200);

        // The message ends as its agent wants, then the process does.
        go.SetResult();
        (await answer).ShouldBeOfType<SendOutcome.Replied>(installation.Logs).Text.ShouldBe("in time");
        (await stopping.Process.EndAsync()).ShouldBe(0, stopping.Process.Output);
        (await other.StatusAsync($"workspaces/{slow.Id}")).ShouldBe(200, installation.Logs);
    }
}
