using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Turns;

public sealed class InterleavingTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task ReadOnly_calls_interleave_with_each_other(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("readers");
        var (a, b) = (grain.Read("a"), grain.Read("b"));
        await cluster.Signals.Opened("a:start");
        await cluster.Signals.Opened("b:start");
        cluster.Signals.Open("a");
        cluster.Signals.Open("b");
        await Task.WhenAll(a, b);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task ReadOnly_call_does_not_interleave_with_an_ordinary_one(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("writer");
        var work = grain.Work("work");
        await cluster.Signals.Opened("work:start");
        cluster.Signals.Open("read");
        var read = grain.Read("read");
        await grain.Peek("peek");
        cluster.Signals.Open("work");
        await Task.WhenAll(work, read);
        cluster.Signals.Notes.ShouldBe(["work:start", "peek", "work:end", "read:start", "read:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Ordinary_call_waits_for_all_ReadOnly_ones(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("readers-first");
        var (a, b) = (grain.Read("a"), grain.Read("b"));
        await cluster.Signals.Opened("a:start");
        await cluster.Signals.Opened("b:start");
        cluster.Signals.Open("work");
        var work = grain.Work("work");
        cluster.Signals.Open("a");
        await a;
        await grain.Peek("peek");
        cluster.Signals.Open("b");
        await Task.WhenAll(b, work);
        cluster.Signals.Notes.SkipWhile(n => n != "peek").ShouldBe(["peek", "b:end", "work:start", "work:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Interleaving_call_keeps_nobody_waiting(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ITurnGrain>("aside");
        var aside = grain.WaitAside("aside");
        await cluster.Signals.Opened("aside:start");
        cluster.Signals.Open("work");
        cluster.Signals.Open("read");
        await grain.Work("work");
        await grain.Read("read");
        cluster.Signals.Count("aside:end").ShouldBe(0);
        cluster.Signals.Open("aside");
        await aside;
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Reentrant_class_lets_every_call_interleave(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReentrantGrain>("reentrant");
        var (a, b) = (grain.Work("a"), grain.Work("b"));
        await cluster.Signals.Opened("a:start");
        await cluster.Signals.Opened("b:start");
        cluster.Signals.Open("b");
        await b;
        cluster.Signals.Open("a");
        await a;
        cluster.Signals.Notes.TakeLast(2).ShouldBe(["b:end", "a:end"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task MayInterleave_lets_in_what_its_predicate_accepts(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ISelectiveGrain>("selective");
        var first = grain.Work("first");
        await cluster.Signals.Opened("first:start");
        cluster.Signals.Open("vip");
        cluster.Signals.Open("other");
        var other = grain.Work("other");
        await grain.Work("vip");
        cluster.Signals.Open("first");
        await Task.WhenAll(first, other);
        cluster.Signals.Notes.ShouldBe(["first:start", "vip:start", "vip:end", "first:end", "other:start", "other:end"]);
    });
}
