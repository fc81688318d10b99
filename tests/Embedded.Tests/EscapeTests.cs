using Orleans.Embedded.Testing;

namespace Molecule.Embedded.Tests;

/// <summary>Code that leaves the simulation would make it depend on how fast other threads are: it is refused.</summary>
public sealed class EscapeTests
{
    [Fact]
    public void Task_Run_is_refused() => Refuses(_ => Task.Run(static () => Task.CompletedTask));

    [Fact]
    public void A_continuation_without_its_context_is_refused() => Refuses(async sim =>
    {
        var source = new TaskCompletionSource();
        var left = LeaveAsync(source.Task);
        await Task.Yield();
        source.SetResult();
        await left;
    });

    [Fact]
    public void A_continuation_on_the_default_scheduler_is_refused() => Refuses(_ =>
        Task.CompletedTask.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));

    [Fact]
    public void A_real_timer_is_refused() => Refuses(_ => Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));

    [Fact]
    public void A_virtual_timer_may_be_awaited_without_a_context() => Simulation.RunMany(Enumerable.Range(0, 5), async sim =>
        await Task.Delay(TimeSpan.FromSeconds(1), sim.Clock).ConfigureAwait(false));

    static async Task LeaveAsync(Task task) => await task.ConfigureAwait(false);

    static void Refuses(Func<Simulation, Task> test)
    {
        var error = Should.Throw<SimulationException>(() => Simulation.Run(1, test));
        error.Message.ShouldContain("left the simulation");
    }
}
