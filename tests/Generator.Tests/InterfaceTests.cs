namespace Molecule.Generator.Tests;

public sealed class InterfaceTests
{
    [Fact]
    public void Interface_with_every_return_shape_compiles_without_a_word()
    {
        var result = Generation.Run("""
            namespace Sample;
            public interface IEverything : IGrainWithStringKey
            {
                Task Plain();
                Task<string?> WithResult(string? text, List<int> numbers, CancellationToken cancellation = default);
                ValueTask Fast(in_ @class, params int[] rest);
                ValueTask<(int First, string? Second)> FastResult(Dictionary<string, List<string?>> map);
                Task Overloaded(int a);
                Task Overloaded(string a);
                Task Overloaded2();
                [OneWay] Task Tell(object? anything);
                [ReadOnly, AlwaysInterleave] Task<int> Look();
                [ResponseTimeout("00:00:05")] Task Slow();
                Task ByDefault() => Task.CompletedTask;
                static int Helper() => 1;
            }
            public enum in_ { One }
            """);
        result.Complaints.ShouldBeEmpty();
        result.CompilerMessages.ShouldBeEmpty();
        result.Files.Keys.ShouldBe(["Sample.Proxy_IEverything.g.cs", "GrainManifest.g.cs"], ignoreOrder: true);
    }

    [Fact]
    public void Inherited_methods_are_part_of_the_proxy()
    {
        var result = Generation.Run("""
            namespace Sample;
            public interface IPingable { Task Ping(); }
            public interface IBase : IGrain { Task<int> Count(); }
            public interface IDerived : IBase, IPingable, IGrainWithGuidKey { Task More(); }
            """);
        result.CompilerMessages.ShouldBeEmpty();
        var proxy = result.Files["Sample.Proxy_IDerived.g.cs"];
        proxy.ShouldContain("global::Sample.IPingable.Ping()");
        proxy.ShouldContain("global::Sample.IBase.Count()");
        proxy.ShouldContain("global::Sample.IDerived.More()");
    }

    [Fact]
    public void Nested_interface_in_no_namespace_has_a_proxy()
    {
        var result = Generation.Run("""
            public class Outer
            {
                internal interface IInner : IGrainWithIntegerKey { Task<T1> Get(T1 value); }
                public class T1;
            }
            """);
        result.CompilerMessages.ShouldBeEmpty();
        result.Files.Keys.ShouldContain("Proxy_Outer_IInner.g.cs");
        result.Files["GrainManifest.g.cs"].ShouldContain("\"Outer+IInner\"");
    }

    [Fact]
    public void Names_that_look_alike_are_told_apart()
    {
        var result = Generation.Run("""
            namespace Sample
            {
                public class Outer { public interface IInner : IGrainWithStringKey { Task Go(); } }
                public interface Outer_IInner : IGrainWithStringKey { Task Go(); }
                [GenerateSerializer] public class Box_1 { [Id(0)] public int A; }
                [GenerateSerializer] public class Box<T> { [Id(0)] public T? A; }
            }
            namespace Other.Outer { public interface IInner : IGrainWithStringKey { Task Go(); } }
            """);
        result.CompilerMessages.ShouldBeEmpty();
        result.Files.Count.ShouldBe(6);
    }

    [Fact]
    public void Partial_interface_has_one_proxy()
    {
        var result = Generation.Run("""
            namespace Sample;
            public partial interface IParts : IGrainWithStringKey { Task One(); }
            public partial interface IParts { Task Two(); }
            public partial interface IParts : IDisposable2 { }
            public interface IDisposable2 { Task Three(); }
            """);
        result.CompilerMessages.ShouldBeEmpty();
        result.Files["Sample.Proxy_IParts.g.cs"].ShouldContain("ThreeRequest");
    }

    [Fact]
    public void Alias_is_the_stable_name()
    {
        var result = Generation.Run("""
            namespace Sample;
            [Alias("sample.named")]
            public interface INamed : IGrainWithStringKey { Task Go(); }
            """);
        result.Files["GrainManifest.g.cs"].ShouldContain("\"sample.named\"");
        result.Files["Sample.Proxy_INamed.g.cs"].ShouldContain("InterfaceName => \"sample.named\"");
    }

    [Fact]
    public void Only_arguments_that_may_change_are_copied()
    {
        var result = Generation.Run("""
            namespace Sample;
            public interface IMixed : IGrainWithStringKey
            {
                Task<string> Immutable(int a, string? b, ImmutableArray<Guid> c, Point d, [Immutable] byte[] e, CancellationToken f, Declared g);
                [return: Immutable] Task<byte[]> Result();
                Task<List<int>> Mutable(int a, List<int> b, object c, IReadOnlyList<string> d);
            }
            [GenerateSerializer] public sealed record Point(int X, int Y, Point? Next);
            [GenerateSerializer, Immutable] public sealed class Declared { [Id(0)] public int[] Numbers = []; }
            """);
        result.CompilerMessages.ShouldBeEmpty();
        var proxy = result.Files["Sample.Proxy_IMixed.g.cs"];
        var (immutable, mutable) = (Between(proxy, "class ImmutableRequest", "class MutableRequest"), proxy[proxy.IndexOf("class MutableRequest", StringComparison.Ordinal)..]);
        immutable.ShouldNotContain("context.Copy");
        immutable.ShouldNotContain("HasMutable");
        mutable.ShouldContain("_1 = context.Copy(_1);");
        mutable.ShouldContain("_2 = context.Copy(_2);");
        mutable.ShouldContain("_3 = context.Copy(_3);");
        mutable.ShouldNotContain("_0 = context.Copy(_0);");
        mutable.ShouldContain("HasMutableResult => true");
    }

    static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }
}
