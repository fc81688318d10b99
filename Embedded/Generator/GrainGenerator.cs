using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orleans.Embedded.Generator.Emit;
using Orleans.Embedded.Generator.Model;
using Orleans.Embedded.Generator.Parsing;

namespace Orleans.Embedded.Generator;

/// <summary>
/// Generates what the embedded engine needs to call grains without reflection: a proxy for each grain interface, a copier for each
/// <c>[GenerateSerializer]</c> type, and a manifest that registers them together with the grain classes. Each compilation generates for
/// what it declares itself, so nothing is registered twice however many projects take part.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var interfaces = Declarations<InterfaceDeclarationSyntax, GrainInterfaceModel>(context, GrainInterfaceParser.Parse);
        var classes = Declarations<ClassDeclarationSyntax, GrainClassModel>(context, GrainClassParser.Parse);
        var records = Models(context, context.SyntaxProvider.ForAttributeWithMetadataName(
            "Orleans.GenerateSerializerAttribute",
            static (_, _) => true,
            static (marked, _) => marked.TargetSymbol is INamedTypeSymbol type ? SerializableParser.Parse(type) : null));

        context.RegisterSourceOutput(interfaces, static (output, grain) => output.AddSource(
            FileName(grain.Namespace, GeneratedNames.Proxy(grain.Identifier)), ProxyEmitter.Emit(grain)));
        context.RegisterSourceOutput(records, static (output, type) => output.AddSource(
            FileName(type.Namespace, GeneratedNames.Copier(type.Identifier)), CopierEmitter.Emit(type)));

        // The manifest names things only, so that a change inside them leaves it alone.
        var manifest = interfaces.Select(static (grain, _) => InterfaceEntry.Of(grain)).Collect().Select(Comparable)
            .Combine(records.Where(static t => t.Shape != TypeShape.AbstractClass).Select(static (type, _) => CopierEntry.Of(type))
                .Collect().Select(Comparable))
            .Combine(classes.Select(static (grain, _) => grain.Type).Collect().Select(Comparable))
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? ""));
        context.RegisterSourceOutput(manifest, static (output, all) =>
        {
            var (((proxies, copiers), grains), assembly) = all;
            if (proxies.Count + copiers.Count + grains.Count > 0)
            {
                output.AddSource("GrainManifest.g.cs", ManifestEmitter.Emit(assembly, proxies, copiers, grains));
            }
        });
    }

    private static IncrementalValuesProvider<TModel> Declarations<TSyntax, TModel>(
        IncrementalGeneratorInitializationContext context, Func<INamedTypeSymbol, Parsed<TModel>?> parse)
        where TSyntax : TypeDeclarationSyntax
        where TModel : class =>
        Models(context, context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is TSyntax { BaseList: not null },
            (found, cancellation) =>
                found.SemanticModel.GetDeclaredSymbol(found.Node, cancellation) is INamedTypeSymbol type && IsFirst(found.Node, type)
                    ? parse(type) : null));

    /// <summary>Reports what reading has to complain about and passes on what is sound.</summary>
    private static IncrementalValuesProvider<TModel> Models<TModel>(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Parsed<TModel>?> parsed)
        where TModel : class
    {
        var found = parsed.Where(static p => p is not null);
        context.RegisterSourceOutput(found.SelectMany(static (p, _) => p!.Diagnostics), static (output, diagnostic) =>
            output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        return found.Where(static p => p!.Model is not null).Select(static (p, _) => p!.Model!);
    }

    /// <summary>Whether this is the part of a partial type that speaks for all: the first that names bases.</summary>
    private static bool IsFirst(SyntaxNode node, INamedTypeSymbol type)
    {
        var first = type.DeclaringSyntaxReferences.First(r => r.GetSyntax() is TypeDeclarationSyntax { BaseList: not null });
        return first.SyntaxTree == node.SyntaxTree && first.Span == node.Span;
    }

    private static EquatableArray<T> Comparable<T>(System.Collections.Immutable.ImmutableArray<T> items, CancellationToken cancellation)
        where T : IEquatable<T> => items.ToEquatableArray();

    private static string FileName(string space, string name) => (space.Length == 0 ? name : space + "." + name) + ".g.cs";
}
