using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Copying;

public sealed class IsolationTests
{
    static Bag Sample()
    {
        var bag = new Bag
        {
            Label = "sample",
            Numbers = [1, 2],
            Items = { ["a"] = [new Item { Name = "x" }.Sized(3)] },
            Matrix = [[1], [2, 3]],
            Names = { "n" },
            Anything = new List<object> { 1, new Item { Name = "any" } },
            Pair = (new Item { Name = "left" }, [7]),
            NotSent = 5,
        };
        bag.AddPrivate("hidden");
        return bag;
    }

    static void ShouldBeSample(Bag bag)
    {
        bag.Label.ShouldBe("sample");
        bag.Numbers.ShouldBe([1, 2]);
        var item = bag.Items["a"].ShouldHaveSingleItem();
        (item.Name, item.Size).ShouldBe(("x", 3));
        bag.Matrix.ShouldBe([[1], [2, 3]]);
        bag.Names.ShouldBe(["n"]);
        bag.Anything.ShouldBeOfType<List<object>>()[1].ShouldBeOfType<Item>().Name.ShouldBe("any");
        bag.Pair.Left!.Name.ShouldBe("left");
        bag.Pair.Right.ShouldBe([7]);
        bag.Private.ShouldBe(["hidden"]);
    }

    static void Spoil(Bag bag)
    {
        bag.Numbers.Add(3);
        bag.Items["a"][0].Name = "y";
        bag.Items["a"][0].Sized(4);
        bag.Items["b"] = [];
        bag.Matrix[1][0] = 9;
        bag.Names.Clear();
        ((Item)((List<object>)bag.Anything!)[1]).Name = "other";
        bag.Pair.Left!.Name = "right";
        bag.Pair.Right[0] = 8;
        bag.AddPrivate("more");
    }

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Caller_that_changes_an_argument_later_changes_nothing_in_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("arguments");
        var bag = Sample();
        var call = grain.KeepBag(bag);
        // The call has been sent: what it carries is what the argument was by then.
        Spoil(bag);
        await call;
        ShouldBeSample(await grain.KeptBag());
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Caller_that_changes_a_result_changes_nothing_in_the_grain(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("results");
        await grain.KeepBag(Sample());
        var result = await grain.KeptBag();
        ShouldBeSample(result);
        Spoil(result);
        ShouldBeSample(await grain.KeptBag());
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Grain_that_changes_an_argument_changes_nothing_for_the_caller(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var (lines, note) = (new List<string> { "mine" }, new Note("title", ["mine"]));
        await cluster.Grains.GetGrain<ICopyGrain>("spoiler").Spoil(lines, note);
        lines.ShouldBe(["mine"]);
        note.Lines.ShouldBe(["mine"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Member_that_is_not_serialized_stays_behind(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("behind");
        await grain.KeepBag(Sample());
        (await grain.KeptBag()).NotSent.ShouldBe(0);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Records_and_structs_are_isolated(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("records");
        var note = new Reply("re", ["a"], new Note("original", ["b"]) { Priority = 2 }) { Priority = 1 };
        await grain.Keep(note);
        note.Lines.Add("later");
        note.To!.Lines.Add("later");
        var kept = (await grain.Kept()).ShouldBeOfType<Reply>();
        (kept.Title, kept.Priority, kept.To!.Title, kept.To.Priority).ShouldBe(("re", 1, "original", 2));
        kept.Lines.ShouldBe(["a"]);
        kept.To.Lines.ShouldBe(["b"]);

        var points = new List<int> { 1 };
        var span = await grain.Through(new Span2(points, 4));
        span.Points.ShouldBe([1, 99]);
        span.Length.ShouldBe(4);
        points.ShouldBe([1]);

        var numbers = new[] { 1, 2, 3 };
        (await grain.Swap(new T1(numbers))).Numbers.ShouldBe([3, 2, 1]);
        numbers.ShouldBe([1, 2, 3]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Immutable_value_arrives_equal(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var fact = new Fact("pi", 3, ["about"]);
        var copy = await cluster.Grains.GetGrain<ICopyGrain>("facts").State(fact);
        (copy.Name, copy.Number).ShouldBe(("pi", 3));
        copy.Tags.ShouldBe(["about"]);
    });
}
