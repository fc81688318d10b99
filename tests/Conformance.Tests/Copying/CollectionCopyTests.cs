using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Molecule.Conformance.Tests.Engine;
using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Copying;

public sealed class CollectionCopyTests
{
    static readonly Dictionary<string, object> s_values = new(StringComparer.Ordinal)
    {
        ["array"] = new[] { 1, 2, 3 },
        ["bytes"] = new byte[] { 1, 2, 3 },
        ["empty array"] = Array.Empty<Item>(),
        ["jagged array"] = new[] { new[] { 1 }, [2, 3] },
        ["array of objects"] = new object?[] { 1, "two", null, new Item { Name = "three" } },
        ["list"] = new List<int> { 1, 2 },
        ["list of lists"] = new List<List<string>> { new() { "a" }, new() },
        ["list of items"] = new List<Item> { new() { Name = "a" } },
        ["dictionary"] = new Dictionary<string, List<int>> { ["a"] = [1], ["b"] = [] },
        ["dictionary of items"] = new Dictionary<int, Item?> { [1] = new Item { Name = "x" }, [2] = null },
        ["set"] = new HashSet<string> { "a", "b" },
        ["sorted dictionary"] = new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1 },
        ["sorted set"] = new SortedSet<int> { 3, 1, 2 },
        ["queue"] = new Queue<int>([1, 2, 3]),
        ["stack"] = new Stack<int>([1, 2, 3]),
        ["read-only collection"] = new ReadOnlyCollection<Item>([new Item { Name = "r" }]),
        ["immutable list of items"] = ImmutableList.Create(new Item { Name = "i" }),
        ["immutable array of items"] = ImmutableArray.Create(new Item { Name = "i" }),
        ["immutable dictionary"] = ImmutableDictionary<string, int>.Empty.Add("a", 1),
        ["tuple"] = Tuple.Create(1, new List<int> { 2 }),
        ["value tuple"] = (1, new List<int> { 2 }, "c"),
        ["pair"] = new KeyValuePair<string, Item>("k", new Item { Name = "v" }),
        ["nested"] = new Dictionary<string, Dictionary<string, List<Item[]>>> { ["a"] = new() { ["b"] = [[new Item { Name = "deep" }]] } },
    };

    public static TheoryData<string> Kinds => [.. s_values.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public Task Collection_arrives_as_an_equal_copy(string kind) => Cluster.RunAsync(Modes.One, async cluster =>
    {
        var value = s_values[kind];
        var grain = cluster.Grains.GetGrain<ICopyGrain>(kind);
        await grain.Keep(value);
        var (first, second) = (await grain.Kept(), await grain.Kept());
        first.ShouldNotBeNull();
        first.GetType().ShouldBe(value.GetType());
        (Text(first), Text(second)).ShouldBe((Text(value), Text(value)));
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Comparer_is_kept(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICopyGrain>("comparer");
        await grain.Keep(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Key"] = 1 });
        (await grain.Kept()).ShouldBeOfType<Dictionary<string, int>>()["kEY"].ShouldBe(1);
        await grain.Keep(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Name" });
        (await grain.Kept()).ShouldBeOfType<HashSet<string>>().ShouldContain("nAME");
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Items_in_collections_are_copies(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var item = new Item { Name = "before" };
        object[] holders =
        [
            new List<Item> { item }, new[] { item }, new Dictionary<string, Item> { ["a"] = item }, ImmutableList.Create(item), (item, 1),
            new object[] { item }, new List<object> { item }, new Queue<Item>([item]),
        ];
        for (var i = 0; i < holders.Length; i++)
        {
            item.Name = "before";
            var grain = cluster.Grains.GetGrain<ICopyGrain>($"{i}");
            await grain.Keep(holders[i]);
            item.Name = "after";
            Text(await grain.Kept()).ShouldContain("before", Case.Sensitive, holders[i].GetType().ToString());
        }
    });

    [Theory, MemberData(nameof(Modes.All), MemberType = typeof(Modes))]
    public Task Collection_expressions_and_queries_travel_behind_interfaces(int mode) => Cluster.RunAsync(mode, async cluster =>
    {
        var item = new Item { Name = "one" };
        var call = cluster.Grains.GetGrain<ICopyGrain>("sequences").Sequences(
            [item], ["two", "three"], new ReadOnlyDictionary<string, Item>(new Dictionary<string, Item> { ["k"] = new() { Name = "four" } }));
        item.Name = "changed";
        (await call).Select(i => i.Name).ShouldBe(["one", "two", "three", "four"]);
    });

    static string Text(object? value) => System.Text.Json.JsonSerializer.Serialize(value, s_json);

    static readonly System.Text.Json.JsonSerializerOptions s_json = new() { IncludeFields = true };
}
