using Molecule.Composition.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Composition.Tests;

/// <summary>Grains in one process, the gateway in another.</summary>
public sealed class RoleTests(PostgresServer server)
{
    [Fact]
    public async Task Agents_live_behind_a_gateway_whose_grains_are_elsewhere()
    {
        await using var installation = await Installation.CreateAsync(server);
        var silo = await installation.StartAsync("silo");
        var gateway = await installation.StartAsync("gateway");
        using var user = new Operator(gateway.Url);
        await using var feed = await Feed.OpenAsync(gateway.Url);
        await using var fleet = new Fleet(gateway.Url, installation.Home);

        var lead = await user.CreateAsync("lead", null);
        var member = await user.CreateAsync("member", lead.Id);
        var sender = await fleet.JoinAsync(lead.Id, lead.Token);
        await fleet.JoinAsync(member.Id, member.Token);
        var outcome = await sender.Platform.SendAsync(member.Id, "across");

        outcome.ShouldBeOfType<SendOutcome.Replied>(installation.Logs).Text.ShouldBe("done: across");
        await Eventually.IsTrue(
            () => feed.Saw("WORKSPACE_ONLINE", lead.Id) && feed.Saw("WORKSPACE_ONLINE", member.Id), () => $"the canvas saw only\n{feed}\n{installation.Logs}");

        // A silo has nothing for users, and is watched like every process.
        using var watcher = new Operator(silo.Url);
        (await watcher.StatusAsync("health")).ShouldBe(200);
        (await watcher.StatusAsync("health/ready")).ShouldBe(200);
        (await watcher.StatusAsync("metrics")).ShouldBe(200);
        (await watcher.StatusAsync("workspaces")).ShouldBe(404);
    }

    [Fact]
    public async Task Gateway_outlives_the_silo_that_is_replaced()
    {
        await using var installation = await Installation.CreateAsync(server);
        var old = await installation.StartAsync("silo");
        var gateway = await installation.StartAsync("gateway");
        using var user = new Operator(gateway.Url);
        var workspace = await user.CreateAsync("kept", null);

        var replacement = await installation.StartAsync("silo");
        old.Process.Terminate();
        (await old.Process.EndAsync()).ShouldBe(0, old.Process.Output);

        await Eventually.IsTrue(
            async () => await user.StatusAsync($"workspaces/{workspace.Id}") == 200, () => $"the gateway has lost its silo\n{installation.Logs}");
        using var watcher = new Operator(replacement.Url);
        (await watcher.StatusAsync("health/ready")).ShouldBe(200);
    }

    [Fact]
    public async Task Gateway_without_a_silo_is_not_ready()
    {
        await using var installation = await Installation.CreateAsync(server);
        var silo = await installation.StartAsync("silo");
        var gateway = await installation.StartAsync("gateway");
        using var watcher = new Operator(gateway.Url);
        (await watcher.StatusAsync("health/ready")).ShouldBe(200);

        await silo.Process.KillAsync();

        await Eventually.IsTrue(async () => await watcher.StatusAsync("health/ready") == 503, () => $"it says that it is ready\n{installation.Logs}");
        (await watcher.StatusAsync("health")).ShouldBe(200);
        await installation.StartAsync("silo");
        await Eventually.IsTrue(async () => await watcher.StatusAsync("health/ready") == 200, () => $"it does not find the new silo\n{installation.Logs}");
    }
}
