using Molecule.Composition.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Composition.Tests;

/// <summary>A process that is told to stop.</summary>
public sealed class DrainTests(PostgresServer server)
{
    [Theory]
    [InlineData("all")]
    [InlineData("gateway")]
    [InlineData("silo")]
    public async Task Process_that_is_told_to_stop_says_so_at_once_and_finishes_what_it_has(string role)
    {
        await using var installation = await Installation.CreateAsync(server);
        if (role == "gateway") await installation.StartAsync("silo");
        var stopping = await installation.StartAsync(role, ("MOLECULE_DRAIN_SECONDS", "25"));
        var staying = await installation.StartAsync(role == "silo" ? "gateway" : role);
        var entrance = role == "silo" ? staying : stopping;
        using var watcher = new Operator(stopping.Url);
        using var user = new Operator(entrance.Url);
        using var other = new Operator(staying.Url);
        var caller = await user.CreateAsync("caller", null);
        var slow = await user.CreateAsync("slow", null);
        await using var here = new Fleet(entrance.Url, installation.Home);
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
        // Its grains were all in the one that stops, and need a place to go to.
        if (role == "silo") await installation.StartAsync("silo");
        stopping.Process.Terminate();

        // Load balancers send requests elsewhere, while it still takes those that were under way to it.
        await Eventually.IsTrue(async () => await watcher.StatusAsync("health/ready") == 503, () => $"it does not say so\n{installation.Logs}");
        (await watcher.StatusAsync("health")).ShouldBe(200);
        (await user.StatusAsync($"workspaces/{slow.Id}")).ShouldBe(200);

        // The message ends as its agent wants, then the process does.
        go.SetResult();
        (await answer).ShouldBeOfType<SendOutcome.Replied>(installation.Logs).Text.ShouldBe("in time");
        (await stopping.Process.EndAsync()).ShouldBe(0, stopping.Process.Output);
        await Eventually.IsTrue(async () => await other.StatusAsync($"workspaces/{slow.Id}") == 200, () => $"it is gone\n{installation.Logs}");
    }
}
