using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orleans;
using Orleans.Embedded.Generator;

namespace Molecule.Generator.Tests;

/// <summary>Runs the generator over a piece of source, as the compiler would.</summary>
static class Generation
{
    const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Orleans;
        using Orleans.Concurrency;
        using Orleans.Runtime;

        """;

    static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(p) is "mscorlib.dll" or "netstandard.dll")
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(IGrain).Assembly.Location),
    ];

    /// <summary>Compiles source with warnings at their highest, documentation included, and runs the generator.</summary>
    public static Result Run(string source, string assembly = "Sample", params MetadataReference[] more)
    {
        var compilation = Compile(source, assembly, more);
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        var files = driver.GetRunResult().GeneratedTrees.ToDictionary(
            t => Path.GetFileName(t.FilePath), t => t.ToString(), StringComparer.Ordinal);
        return new Result(generated, diagnostics, files);
    }

    public static CSharpCompilation Compile(string source, string assembly = "Sample", params MetadataReference[] more) =>
        CSharpCompilation.Create(
            assembly,
            [CSharpSyntaxTree.ParseText(Usings + source, s_parse, "Sample.cs")],
            [.. s_references, .. more],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public static GeneratorDriver CreateDriver() =>
        CSharpGeneratorDriver.Create(
            [new GrainGenerator().AsSourceGenerator()],
            parseOptions: s_parse,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public sealed record Result(Compilation Compilation, ImmutableArray<Diagnostic> Complaints, Dictionary<string, string> Files)
    {
        /// <summary>The ids of what the generator complained about.</summary>
        public IEnumerable<string> Ids => Complaints.Select(d => d.Id);

        /// <summary>Everything that the compiler has to say, except that the sample itself is undocumented.</summary>
        public IEnumerable<string> CompilerMessages =>
            Compilation.GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id is not ("CS1591" or "CS8019"))
                .Concat(Compilation.GetDiagnostics().Where(d => d.Id == "CS1591" && d.Location.SourceTree?.FilePath != "Sample.cs"))
                .Select(d => d.ToString());

        /// <summary>A reference to the compiled assembly, as projects refer to each other: without private members.</summary>
        public MetadataReference ToReference()
        {
            using var stream = new MemoryStream();
            var emitted = Compilation.Emit(
                stream, options: new Microsoft.CodeAnalysis.Emit.EmitOptions(metadataOnly: true, includePrivateMembers: false));
            emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics));
            return MetadataReference.CreateFromImage(stream.ToArray());
        }
    }
}
