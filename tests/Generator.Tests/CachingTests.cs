using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Molecule.Generator.Tests;

public sealed class CachingTests
{
    [Fact]
    public void Edit_elsewhere_generates_nothing_anew()
    {
        var compilation = Generation.Compile("""
            namespace Sample;
            public interface ICounter : IGrainWithStringKey { Task<Note> Add(Note note); }
            [GenerateSerializer] public record Note(int A, List<int> B);
            internal class Counter : Grain, ICounter { public Task<Note> Add(Note note) => Task.FromResult(note); }
            """);
        var driver = Generation.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "class Elsewhere;", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, cancellationToken: TestContext.Current.CancellationToken));
        var outputs = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult()
            .Results.ShouldHaveSingleItem().TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).ToList();
        outputs.ShouldNotBeEmpty();
        outputs.ShouldAllBe(o => o.Reason == IncrementalStepRunReason.Cached || o.Reason == IncrementalStepRunReason.Unchanged);
    }
}
