using System.Diagnostics;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Cluster.Tests;

/// <summary>Three silos, agents at two of them, and a fault: what was promised holds, and everything answers again.</summary>
public sealed class FaultTests(ITestOutputHelper output, PostgresServer server)
{
    const int Victim = 2;

    [Fact]
    public Task Silo_that_is_killed_takes_nothing_along_that_was_accepted() => RunAsync(silos => silos.Process(Victim).KillAsync());

    [Fact]
    public Task Silo_that_stands_still_past_its_lease_is_replaced_and_does_not_come_back_as_a_second_owner() => RunAsync(async silos =>
    {
        silos.Process(Victim).Signal("STOP");
        await Eventually.IsTrue(() => silos.IsDeclaredDeadAsync(Victim), () => "nobody missed it\n" + silos.Logs);
        silos.Process(Victim).Signal("CONT");
        // It learns that it was declared dead and ends by itself.
        await silos.Process(Victim).EndAsync();
    });

    [Fact]
    public Task Restart_of_the_database_costs_no_silo_and_nothing_that_was_accepted() => RunAsync(async _ =>
    {
        await server.StopAsync();
        await server.StartAsync();
    });

    async Task RunAsync(Func<Silos, Task> fault)
    {
        await using var silos = await Silos.StartAsync(server, 3);
        using var user = new Operator(silos.Url(0));
        using var other = new Operator(silos.Url(1));
        var history = new History();
        await using var crowd = new Crowd(silos, history);
        await crowd.GatherAsync(user);
        var removed = await user.CreateAsync("removed", null);
        (await user.StatusAsync($"workspaces/{removed.Id}/tokens", removed.Token)).ShouldBe(200);
        await user.DeleteAsync($"workspaces/{removed.Id}?confirm=true");
        await Eventually.IsTrue(() => history.Answered > 50, () => $"no traffic: {history}\n{silos.Logs}");

        var before = history.Answered;
        var started = Stopwatch.GetTimestamp();
        await fault(silos);
        var ended = Stopwatch.GetElapsedTime(started);
        foreach (var id in crowd.Ids)
        {
            await Eventually.IsTrue(() => AnswersAsync(user, id), () => $"{id} is not answered for\n{silos.Logs}");
            await Eventually.IsTrue(() => AnswersAsync(other, id), () => $"{id} is not answered for\n{silos.Logs}");
        }

        output.WriteLine($"the fault took {ended.TotalSeconds:0.0} s, all is answered for {(Stopwatch.GetElapsedTime(started) - ended).TotalSeconds:0.0} s later");
        before = history.Answered;
        await Eventually.IsTrue(() => history.Answered > before + 50, () => $"traffic did not come back: {history}\n{silos.Logs}");
        await crowd.HushAsync();
        await Eventually.IsTrue(() => history.IsSettled, () => $"accepted messages did not arrive: {history}\n{silos.Logs}");
        output.WriteLine($"{history}");

        history.Check();
        (await user.StatusAsync($"workspaces/{removed.Id}/tokens", removed.Token)).ShouldBe(401);
        (await other.StatusAsync($"workspaces/{removed.Id}/tokens", removed.Token)).ShouldBe(401);
        (await silos.ScalarAsync<bool>("SELECT count(*) = max(sequence) AND count(DISTINCT id) = count(*) FROM events WHERE org = 'default'"))
            .ShouldBeTrue("the log has a gap or an event twice");
    }

    static async Task<bool> AnswersAsync(Operator user, string id)
    {
        try
        {
            return await user.StatusAsync($"workspaces/{id}") == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
