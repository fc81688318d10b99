using Orleans.Embedded.Testing;

namespace Molecule.Embedded.Tests;

/// <summary>Code that leaves the simulation for the thread pool is fetched back before anything else happens.</summary>
public sealed class EscapeTests
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Escaped_code_runs_before_time_moves() => Simulation.RunMany(Enumerable.Range(0, 20), async sim =>
    {
        var start = sim.Clock.GetUtcNow();
        using var far = sim.Clock.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        for (var i = 0; i < 20; i++)
        {
            await Task.Run(async () => await Task.Yield());
            await LeaveAsync(Task.CompletedTask);
            var source = new TaskCompletionSource();
            var escaped = LeaveAsync(source.Task);
            source.SetResult();
            await escaped;
        }
        sim.Clock.GetUtcNow().ShouldBe(start);
    });

    [Fact]
    public void The_same_seed_gives_the_same_trace_although_code_escapes()
    {
        var hashes = Enumerable.Range(0, 5).Select(_ => Simulation.Run(5, RaceAsync).TraceHash);
        hashes.Distinct().ShouldHaveSingleItem();
    }

    static async Task RaceAsync(Simulation sim)
    {
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            for (var round = 0; round < 10; round++)
            {
                await LeaveAsync(Task.Delay(i % 3 * Second, sim.Clock));
                order.Add(i);
            }
        }));
        order.Count.ShouldBe(100);
    }

    static async Task LeaveAsync(Task task)
    {
        await Inner(task).ConfigureAwait(false);
        await Task.Yield();

        static async Task Inner(Task task) => await task;
    }
}
