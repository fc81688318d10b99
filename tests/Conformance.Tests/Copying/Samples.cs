using System.Collections.Immutable;

namespace Molecule.Conformance.Tests.Copying;

/// <summary>A mutable class with all kinds of members.</summary>
[GenerateSerializer]
public class Bag
{
    [Id(0)]
    public List<int> Numbers { get; set; } = [];

    [Id(1)]
    public Dictionary<string, List<Item>> Items = [];

    [Id(2)]
    public int[][] Matrix { get; set; } = [];

    [Id(3)]
    public HashSet<string> Names { get; init; } = [];

    [Id(4)]
    public object? Anything { get; set; }

    [Id(5)]
    public required string Label { get; init; }

    // Not readonly: a serializer sets it.
    [Id(6)]
#pragma warning disable IDE0044
    List<string> _private = [];
#pragma warning restore IDE0044

    [Id(7)]
    public (Item? Left, int[] Right) Pair { get; set; } = (null, []);

    [NonSerialized]
    public int NotSent;

    public IReadOnlyList<string> Private => _private;

    public void AddPrivate(string text) => _private.Add(text);
}

[GenerateSerializer]
public sealed class Item
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public int? Size { get; private set; }

    public Item Sized(int size)
    {
        Size = size;
        return this;
    }
}

[GenerateSerializer]
public record Note(string Title, List<string> Lines)
{
    [Id(0)]
    public int Priority { get; init; }
}

[GenerateSerializer]
public sealed record Reply(string Title, List<string> Lines, Note? To) : Note(Title, Lines);

[GenerateSerializer]
public sealed record Fact(string Name, int Number, ImmutableArray<string> Tags);

[GenerateSerializer]
public abstract class Shape
{
    [Id(0)]
    public List<string> Tags { get; set; } = [];
}

[GenerateSerializer]
public class Circle : Shape
{
    [Id(0)]
    public double Radius { get; set; }
}

[GenerateSerializer]
public sealed class Ring : Circle
{
    [Id(0)]
    public double[] Radii { get; set; } = [];
}

[GenerateSerializer]
public struct Span2
{
    [Id(0)]
    public readonly List<int> Points;

    [Id(1)]
    public int Length { get; private set; }

    public Span2(List<int> points, int length) => (Points, Length) = (points, length);
}

[GenerateSerializer]
public sealed class Box<T>
{
    [Id(0)]
    public T? Content { get; set; }
}

[GenerateSerializer]
public sealed class Node
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public Node? Next { get; set; }

    [Id(2)]
    public List<Node> Others { get; set; } = [];
}

/// <summary>A type that nobody has made ready for calls.</summary>
public sealed class Unmarked
{
    public int Number { get; set; }
}
