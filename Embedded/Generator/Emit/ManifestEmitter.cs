using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Emit;

/// <summary>Writes the manifest: everything that this assembly, and none that it refers to, brings to the engine.</summary>
internal static class ManifestEmitter
{
    public static SourceText Emit(
        string assembly, IEnumerable<InterfaceEntry> interfaces, IEnumerable<CopierEntry> copiers, IEnumerable<string> grains)
    {
        // Unique by name, so that assemblies that see each other's internals do not see two of the same name.
        var name = "GrainManifest_" + string.Concat(assembly.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        var space = GeneratedNames.Namespace("");
        var writer = CodeWriter.StartFile()
            .Line($"[assembly: {Api.CodeGeneration}GrainAssembly(typeof(global::{space}.{name}))]").Line()
            .Line($"namespace {space};").Line()
            .OpenType($"internal sealed class {name} : {Api.CodeGeneration}IGrainAssemblyManifest")
            .Open($"public void Register({Api.CodeGeneration}GrainManifestBuilder builder)");
        foreach (var each in interfaces.OrderBy(i => i.Type, StringComparer.Ordinal))
        {
            var stable = SymbolDisplay.FormatLiteral(each.StableName, quote: true);
            writer.Line($"builder.AddInterface(typeof({each.Type}), {stable}, static (shared, key) => new {each.Proxy}(shared, key));");
        }

        foreach (var grain in grains.OrderBy(g => g, StringComparer.Ordinal))
        {
            writer.Line($"builder.AddGrainClass(typeof({grain}));");
        }

        foreach (var copier in copiers.OrderBy(c => c.Type, StringComparer.Ordinal))
        {
            writer.Line(copier.IsGeneric
                ? $"builder.AddGenericCopier(typeof({copier.Type}), static arguments => ({Api.Copier})global::System.Activator.CreateInstance("
                  + $"typeof({copier.Copier}).MakeGenericType(arguments))!);"
                : $"builder.AddCopier(new {copier.Copier}());");
        }

        return writer.Close().Close().ToSourceText();
    }
}

/// <summary>A line of the manifest for a grain interface.</summary>
internal sealed record InterfaceEntry(string Type, string StableName, string Proxy)
{
    public static InterfaceEntry Of(GrainInterfaceModel grain) => new(
        grain.Type, grain.StableName, GeneratedNames.Namespace(grain.Namespace, global: true) + "." + GeneratedNames.Proxy(grain.Identifier));
}

/// <summary>A line of the manifest for a copier. Generic types and copiers are unbound.</summary>
internal sealed record CopierEntry(string Type, string Copier, bool IsGeneric)
{
    public static CopierEntry Of(SerializableModel type)
    {
        var unbound = type.IsGeneric ? "<" + new string(',', type.TypeParameters.Count(c => c == ',')) + ">" : "";
        var copier = GeneratedNames.Namespace(type.Namespace, global: true) + "." + GeneratedNames.Copier(type.Identifier) + unbound;
        return new CopierEntry(type.UnboundType, copier, type.IsGeneric);
    }
}
