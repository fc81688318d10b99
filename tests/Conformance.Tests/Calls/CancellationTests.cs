using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Calls;

public sealed class CancellationTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Cancellation_reaches_the_running_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        using var cancellation = new CancellationTokenSource();
        var grain = cluster.Grains.GetGrain<ICallGrain>("waiting");
        var call = grain.WaitFor("never", cancellation.Token);
        await cluster.Signals.Opened("never:start");
        cancellation.Cancel();
        await Failing.WithAsync<OperationCanceledException>(call);
        await grain.Count();
        cluster.Signals.Count("never:cancelled").ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Cancellation_reaches_a_call_behind_a_call(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        using var cancellation = new CancellationTokenSource();
        var grain = cluster.Grains.GetGrain<ICallGrain>("relay");
        var call = grain.PassOn("far", cancellation.Token);
        await cluster.Signals.Opened("far:start");
        cancellation.Cancel();
        await Failing.WithAsync<OperationCanceledException>(call);
        await cluster.Grains.GetGrain<ICallGrain>("relay-next").Count();
        cluster.Signals.Count("far:cancelled").ShouldBe(1);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Call_with_a_cancelled_token_does_not_run(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICallGrain>("late");
        await Failing.WithAsync<OperationCanceledException>(() => grain.WaitFor("anything", new CancellationToken(true)));
        await grain.Count();
        cluster.Signals.Notes.ShouldBeEmpty();
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Call_cancelled_in_the_queue_does_not_run(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        using var cancellation = new CancellationTokenSource();
        var grain = cluster.Grains.GetGrain<ICallGrain>("queue");
        var first = grain.Work("first");
        await cluster.Signals.Opened("first:start");
        var queued = grain.WaitFor("queued", cancellation.Token);
        cancellation.Cancel();
        await Failing.WithAsync<OperationCanceledException>(queued);
        cluster.Signals.Open("first");
        await first;
        await grain.Count();
        // Releases of Orleans differ: some drop it, some run it with its token cancelled.
        cluster.Signals.Notes.Where(note => Cluster.DropsCancelledCalls || note != "queued:cancelled").ShouldBe(["first:start", "first:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Token_that_is_never_cancelled_disturbs_nothing(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        using var cancellation = new CancellationTokenSource();
        var grain = cluster.Grains.GetGrain<ICallGrain>("calm");
        (await grain.IsCancelled(cancellation.Token)).ShouldBeFalse();
        (await grain.IsCancelled(CancellationToken.None)).ShouldBeFalse();
        cancellation.Cancel();
        (await grain.Count()).ShouldBe(0);
    });
}
