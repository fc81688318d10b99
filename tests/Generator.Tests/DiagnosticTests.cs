using Microsoft.CodeAnalysis;

namespace Molecule.Generator.Tests;

public sealed class DiagnosticTests
{
    public static TheoryData<string, string> UnsoundInterfaces => new()
    {
        { "GRAIN001", "int Count();" },
        { "GRAIN001", "void Tell();" },
        { "GRAIN001", "IEnumerable<Task> Many();" },
        { "GRAIN002", "Task Fill(ref int number);" },
        { "GRAIN002", "Task Fill(out int number);" },
        { "GRAIN002", "Task Fill(in int number);" },
        { "GRAIN002", "Task Fill(Span<byte> bytes);" },
        { "GRAIN003", "Task<T> Get<T>();" },
        { "GRAIN004", "[OneWay] Task<int> Tell();" },
        { "GRAIN004", "[OneWay] ValueTask<int> Tell();" },
        { "GRAIN005", "Task<int> Count { get; }" },
        { "GRAIN005", "event Action Changed;" },
        { "GRAIN005", "int this[int index] { get; }" },
    };

    [Theory, MemberData(nameof(UnsoundInterfaces))]
    public void Unsound_member_of_a_grain_interface_is_refused(string id, string member)
    {
        var result = Generation.Run($$"""
            namespace Sample;
            public interface IUnsound : IGrainWithStringKey { {{member}} }
            """);
        result.Ids.ShouldBe([id]);
        result.Files.ShouldBeEmpty();
        var complaint = result.Complaints.ShouldHaveSingleItem();
        complaint.Severity.ShouldBe(DiagnosticSeverity.Error);
        complaint.Location.IsInSource.ShouldBeFalse("a complaint must not hold on to a compilation");
        complaint.Location.GetLineSpan().Path.ShouldBe("Sample.cs");
        complaint.GetMessage(System.Globalization.CultureInfo.InvariantCulture).ShouldContain("IUnsound.");
    }

    [Fact]
    public void Unsound_base_is_reported_once()
    {
        var result = Generation.Run("""
            namespace Sample;
            public interface IBase : IGrainWithStringKey { int Count(); }
            public interface IDerived : IBase { Task More(); }
            """);
        result.Ids.ShouldBe(["GRAIN001"]);
    }

    public static TheoryData<string, string> UnsoundTypes => new()
    {
        { "GRAIN006", "public interface IBox<T> : IGrainWithStringKey { Task<T> Get(); }" },
        { "GRAIN007", "public class Outer { private interface IInner : IGrainWithStringKey { Task Get(); } }" },
        { "GRAIN007", "file interface IInner : IGrainWithStringKey { Task Get(); }" },
        { "GRAIN007", "public class Outer { [GenerateSerializer] private record Inner(int Number); }" },
        { "GRAIN010", "[GenerateSerializer] public class Note { public string Text { get; set; } = \"\"; }" },
        { "GRAIN010", "[GenerateSerializer] public class Note { public string Text = \"\"; }" },
        { "GRAIN010", "[GenerateSerializer] public struct Note { public string Text { get; init; } }" },
        { "GRAIN010", "[GenerateSerializer] public record Note(int Number) { public string? Text { get; set; } }" },
        { "GRAIN010", "[GenerateSerializer(IncludePrimaryConstructorParameters = false)] public record Note(int Number);" },
        { "GRAIN011", "[GenerateSerializer] public class Note { [Id(0)] public int A; [Id(0)] public int B; }" },
        { "GRAIN012", "[GenerateSerializer] public class Note { [Id(0)] public int A => 1; }" },
    };

    [Theory, MemberData(nameof(UnsoundTypes))]
    public void Unsound_type_is_reported(string id, string type) =>
        Generation.Run("namespace Sample;\n" + type).Ids.ShouldBe([id]);

    public static TheoryData<string> SoundTypes =>
    [
        "[GenerateSerializer] public class Note { [Id(0)] public int A { get; set; } public int Twice => 2 * A; public const int C = 1; public static int S; }",
        "[GenerateSerializer] public class Note { [NonSerialized] private object _cache = new(); [field: NonSerialized] public int B { get; set; } public object Use() => _cache; }",
        "[GenerateSerializer] public record Note(int A, [property: Id(7)] int B) { [Id(0)] public int C { get; init; } }",
        "[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties)] public class Note { public int A { get; set; } }",
        "[GenerateSerializer] public enum Note { One }",
        "public class Plain { public int A; }",
    ];

    [Theory, MemberData(nameof(SoundTypes))]
    public void Sound_type_is_not_reported(string type)
    {
        var result = Generation.Run("namespace Sample;\n" + type);
        result.Complaints.ShouldBeEmpty();
        result.CompilerMessages.ShouldBeEmpty();
    }
}
