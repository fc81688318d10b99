using Molecule.MeshSupport;

namespace Molecule.Grains.Tests;

/// <summary>Contract 3.6: loops are supervised, and seen when they stand still.</summary>
public sealed class BackgroundLoopsTests
{
    [Fact]
    [Row("3.6/supervisor")]
    public void Loop_that_fails_begins_again_later_and_later() => Mesh.Run(async mesh =>
    {
        var loops = new BackgroundLoops(mesh.Simulation.Clock);
        var begun = new List<DateTimeOffset>();
        var pauses = new List<double>();
        using var stop = new CancellationTokenSource();
        var running = loops.RunAsync(
            "x",
            _ =>
            {
                begun.Add(mesh.Now);
                throw new InvalidOperationException();
            },
            (_, pause) => pauses.Add(pause.TotalSeconds),
            stop.Token);

        await mesh.PassAsync(TimeSpan.FromSeconds(100));
        stop.Cancel();
        await running;

        pauses.ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);
        begun.Zip(begun.Skip(1), (one, next) => (next - one).TotalSeconds).ShouldBe(pauses.SkipLast(1));
        loops.LastTicks["x"].ShouldBe(begun[^1]);
    });

    [Fact]
    [Row("3.6/supervisor")]
    public void Loop_that_held_out_begins_again_soon() => Mesh.Run(async mesh =>
    {
        var loops = new BackgroundLoops(mesh.Simulation.Clock);
        var pauses = new List<double>();
        using var stop = new CancellationTokenSource();
        var running = loops.RunAsync(
            "x",
            async token =>
            {
                await Task.Delay(TimeSpan.FromSeconds(pauses.Count == 2 ? 40 : 1), mesh.Simulation.Clock, token);
                throw new InvalidOperationException();
            },
            (_, pause) => pauses.Add(pause.TotalSeconds),
            stop.Token);

        await mesh.PassAsync(TimeSpan.FromSeconds(60));
        stop.Cancel();
        await running;

        pauses.Take(4).ShouldBe([1, 2, 1, 2]);
    });

    [Fact]
    [Row("3.6/supervisor")]
    public void Loop_that_returns_is_over() => Mesh.Run(async mesh =>
    {
        var loops = new BackgroundLoops(mesh.Simulation.Clock);
        var rounds = 0;
        await loops.RunAsync("x", _ => Task.FromResult(rounds++), (_, _) => throw new InvalidOperationException(), CancellationToken.None);
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        rounds.ShouldBe(1);
    });

    [Fact]
    [Row("3.6/liveness")]
    public void Loop_that_several_have_is_as_old_as_the_oldest() => Mesh.Run(async mesh =>
    {
        var loops = new BackgroundLoops(mesh.Simulation.Clock);
        loops.Begin("x", "stuck");
        var begun = mesh.Now;
        await mesh.PassAsync(TimeSpan.FromSeconds(5));
        loops.Tick("x", "busy");
        loops.Begin("x", "busy");
        loops.LastTicks["x"].ShouldBe(begun);

        loops.Tick("x", "stuck");
        loops.LastTicks["x"].ShouldBe(mesh.Now);
        await mesh.PassAsync(TimeSpan.FromSeconds(5));
        loops.Tick("x", "busy");
        loops.LastTicks["x"].ShouldBe(mesh.Now - TimeSpan.FromSeconds(5));

        loops.Forget("stuck");
        loops.LastTicks["x"].ShouldBe(mesh.Now);
        loops.Forget("busy");
        loops.LastTicks.ShouldBeEmpty();
    });

    [Fact]
    [Row("3.6/liveness")]
    public void Duty_that_fails_is_seen_to_stand_still_and_the_others_go_on() => Mesh.Run(async mesh =>
    {
        await mesh.CreateExternalAsync("w");
        await mesh.Org.WakeAsync();
        await mesh.PassAsync(TimeSpan.FromMinutes(3));
        var loops = (BackgroundLoops)mesh.Silo.Services.GetService(typeof(BackgroundLoops))!;
        // An engine may have loops of its own beside these.
        string[] expected =
        [
            "activity-writer", "approval-sweep", "delegation-sweep", "event-log-sweep", "health-sweep", "hibernation-monitor", "last-seen-writer",
            "liveness-monitor",
            "org-waker", "orphan-sweeper", "provision-timeout-sweep", "queue-sweep", "removal-sweep", "token-usage-writer", "token-use-writer",
        ];
        expected.ShouldBeSubsetOf(loops.LastTicks.Keys);
        loops.LastTicks.Values.ShouldAllBe(at => mesh.Now - at < TimeSpan.FromMinutes(3));

        mesh.Faults = operation => Task.FromResult(operation.StartsWith("list due", StringComparison.Ordinal)
            ? TestSupport.Memory.MemoryFault.BeforeCommit : TestSupport.Memory.MemoryFault.None);
        var cut = mesh.Now;
        await mesh.PassAsync(TimeSpan.FromMinutes(1));
        (loops.LastTicks["provision-timeout-sweep"] <= cut).ShouldBeTrue();
        (loops.LastTicks["liveness-monitor"] > cut).ShouldBeTrue();
    });
}
