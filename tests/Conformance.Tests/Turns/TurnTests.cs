using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Turns;

public sealed class TurnTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Calls_of_one_caller_run_in_the_order_they_were_sent(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("ordered");
        await grain.Sum();
        var names = Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{i}")).ToList();
        var calls = names.Select(grain.Work).ToList();
        foreach (var name in names)
            cluster.Signals.Open(name);
        await Task.WhenAll(calls);
        cluster.Signals.Notes.ShouldBe(names.SelectMany(n => new[] { n + ":start", n + ":end" }));
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Call_waits_until_the_one_before_has_ended(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("exclusive");
        var first = grain.Work("first");
        await cluster.Signals.Opened("first:start");
        cluster.Signals.Open("second");
        var second = grain.Work("second");
        await grain.Peek("peek");
        cluster.Signals.Open("first");
        await Task.WhenAll(first, second);
        cluster.Signals.Notes.ShouldBe(["first:start", "peek", "first:end", "second:start", "second:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Concurrent_calls_do_not_lose_updates(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("sum");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.Add(1)));
        (await grain.Sum()).ShouldBe(200);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Interleaving_calls_take_turns_and_never_run_in_parallel(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("pieces");
        var overlaps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.AddInPieces(50)));
        overlaps.Sum().ShouldBe(0);
        (await grain.Sum()).ShouldBe(1000);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Different_grains_run_at_the_same_time(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var one = cluster.Grains.GetGrain<ITurnGrain>("one").Work("a");
        var two = cluster.Grains.GetGrain<ITurnGrain>("two").Work("b");
        await cluster.Signals.Opened("a:start");
        await cluster.Signals.Opened("b:start");
        cluster.Signals.Open("a");
        cluster.Signals.Open("b");
        await Task.WhenAll(one, two);
    });
}
