using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Copying;

public sealed class ShapeTests
{
    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Derived_type_stays_what_it_is(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("derived");
        var shapes = new List<Shape>
        {
            new Circle { Radius = 1, Tags = { "c" } }, new Ring { Radius = 2, Radii = [3], Tags = { "r" } },
        };
        await grain.Keep(shapes);
        shapes[1].Tags.Add("later");
        var kept = (await grain.Kept()).ShouldBeOfType<List<Shape>>();
        kept[0].ShouldBeOfType<Circle>().Radius.ShouldBe(1);
        var ring = kept[1].ShouldBeOfType<Ring>();
        ring.Radius.ShouldBe(2);
        ring.Radii.ShouldBe([3]);
        ring.Tags.ShouldBe(["r"]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Generic_type_is_copied_with_what_it_holds(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("generic");
        var box = new Box<Box<List<int>>> { Content = new() { Content = [1] } };
        await grain.Keep(box);
        box.Content.Content.Add(2);
        (await grain.Kept()).ShouldBeOfType<Box<Box<List<int>>>>().Content!.Content.ShouldBe([1]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Cycle_keeps_its_shape(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("cycle");
        var node = new Node { Name = "a" };
        node.Next = new Node { Name = "b", Next = node };
        node.Others.AddRange([node, node.Next]);
        await grain.Keep(node);
        var kept = (await grain.Kept()).ShouldBeOfType<Node>();
        kept.ShouldNotBeSameAs(node);
        kept.Next!.Name.ShouldBe("b");
        kept.Next.Next.ShouldBeSameAs(kept);
        kept.Others[0].ShouldBeSameAs(kept);
        kept.Others[1].ShouldBeSameAs(kept.Next);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Object_passed_twice_arrives_as_one(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("shared");
        var item = new Item { Name = "one" };
        await grain.Keep(new List<Item> { item, item });
        var kept = (await grain.Kept()).ShouldBeOfType<List<Item>>();
        kept[0].ShouldBeSameAs(kept[1]);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task References_to_grains_travel(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var (target, boxed) = (cluster.Grains.GetGrain<ICopyGrain>("target"), cluster.Grains.GetGrain<ICopyGrain>("boxed"));
        await cluster.Grains.GetGrain<ICopyGrain>("forwarder").Forward(target, new Box<ICopyGrain> { Content = boxed }, "hello");
        (await target.Kept()).ShouldBe("hello");
        (await boxed.Kept()).ShouldBe("hello boxed");
        await target.Keep(boxed);
        (await target.Kept()).ShouldBe(boxed);
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Exceptions_travel_as_values(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("explaining");
        var result = await grain.Explain(new InvalidOperationException("outer", new ArgumentException("inner")));
        result.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("outer");
        result.InnerException.ShouldBeOfType<ArgumentException>().Message.ShouldBe("inner");
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Type_that_is_not_marked_is_refused(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("refusing");
        await Failing.WithAsync<Exception>(() => grain.Keep(new Unmarked { Number = 1 }));
        await Failing.WithAsync<Exception>(() => grain.Keep(new List<object> { new Unmarked() }));
        (await grain.Kept()).ShouldBeNull();
    });
}
