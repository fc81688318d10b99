namespace Molecule.Generator.Tests;

public sealed class CopierTests
{
    [Fact]
    public void Every_kind_of_type_compiles_without_a_word()
    {
        var result = Generation.Run("""
            namespace Sample;
            [GenerateSerializer] public record Positional(string Name, List<int>? Numbers) { [Id(0)] public required int[] More { get; init; } }
            [GenerateSerializer] public sealed class Hidden
            {
                private Hidden() { }
                [Id(0)] private readonly List<int> _numbers = [];
                [Id(1)] public string? Name { get; private set; }
                [Id(2)] private int[] Secret { get; set; } = [];
                [Id(3)] public int[] Computed { get => Secret; private set => Secret = value; }
                [Id(4)] public int @class;
                public static Hidden New() => new();
                public int Count => _numbers.Count;
            }
            [GenerateSerializer] public abstract class Shape { [Id(0)] protected List<string> Tags { get; set; } = []; }
            [GenerateSerializer] public class Circle : Shape { [Id(0)] public double Radius { get; set; } }
            [GenerateSerializer] public sealed class Ring : Circle { [Id(0)] public double Inner { get; init; } }
            [GenerateSerializer] public struct Pair { [Id(0)] public readonly List<int> A; [Id(1)] public int B { get; init; } public Pair(List<int> a) => A = a; }
            [GenerateSerializer] public readonly record struct Point(int X, List<int> Y);
            [GenerateSerializer] public class Box<T> where T : class, new() { [Id(0)] public T? Content { get; init; } [Id(1)] private List<T> _all = []; public int N => _all.Count; }
            [GenerateSerializer] public class Boxes : Box<Boxes> { [Id(0)] internal Dictionary<string, Box<Boxes>> Map = []; }
            public static class Outer { [GenerateSerializer] public class Inner<TKey, TValue> where TKey : notnull { [Id(0)] public Dictionary<TKey, TValue?> Map { get; set; } = []; } }
            [GenerateSerializer] internal sealed record Empty;
            """);
        result.Complaints.ShouldBeEmpty();
        result.CompilerMessages.ShouldBeEmpty();
    }

    [Fact]
    public void Exceptions_are_left_to_the_engine() =>
        Generation.Run("[GenerateSerializer] public class Lost(string what) : Exception(what) { [Id(0)] public int Where { get; init; } }")
            .Files.ShouldBeEmpty();

    public static TheoryData<string, bool> Types => new()
    {
        { "sealed record Note(int A, string B);", true },
        { "record Note(int A, string B);", true },
        { "record Note(int A, string B) : Base(A); [GenerateSerializer] public record Base(int C);", true },
        { "record Note(int A, string B) : Base; [GenerateSerializer] public record Base { [Id(0)] public int C { get; set; } }", false },
        { "readonly record struct Note(int A, Guid? B, DateTimeOffset C, (int, string) D, DayOfWeek E);", true },
        { "record struct Note(int A);", false },
        { "record Note(ImmutableList<string> A, ImmutableDictionary<string, Sub> B); [GenerateSerializer] public sealed record Sub(int C, Sub? D);", true },
        { "record Note(Sub A); [GenerateSerializer] public record Sub(int C);", false },
        { "record Note([property: Immutable] int[] A);", true },
        { "record Note(int[] A);", false },
        { "record Note(IReadOnlyList<int> A);", false },
        { "record Note(object A);", false },
        { "class Note { [Id(0)] public int A { get; } }", true },
        { "class Note { [Id(0)] public int A { get; set; } }", false },
    };

    [Theory, MemberData(nameof(Types))]
    public void Immutable_types_are_passed_as_they_are(string type, bool immutable)
    {
        var result = Generation.Run("namespace Sample; [GenerateSerializer] public " + type);
        result.CompilerMessages.ShouldBeEmpty();
        result.Files["Sample.Copier_Note.g.cs"].Contains("IsImmutable => true", StringComparison.Ordinal).ShouldBe(immutable);
    }
}
