using Microsoft.CodeAnalysis;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Reads grain interfaces.</summary>
internal static class GrainInterfaceParser
{
    public static Parsed<GrainInterfaceModel>? Parse(INamedTypeSymbol type)
    {
        if (!GrainTypes.IsGrainInterface(type))
        {
            return null;
        }

        var diagnostics = new List<DiagnosticInfo>();
        if (type.IsGenericAnywhere())
        {
            diagnostics.Add(DiagnosticInfo.Create(Descriptors.GenericGrain, type, type.Named()));
        }
        else if (!type.IsNameable())
        {
            diagnostics.Add(DiagnosticInfo.Create(Descriptors.NotAccessible, type, type.Named()));
        }

        var methods = ReadMethods(type, diagnostics, out var sound);
        var model = !sound || diagnostics.Count > 0 ? null : new GrainInterfaceModel(
            type.SpelledPlain(), StableName(type), type.Identifier(), type.NamespaceName(), methods.ToEquatableArray());
        return new Parsed<GrainInterfaceModel>(model, diagnostics.ToEquatableArray());
    }

    private static List<GrainMethodModel> ReadMethods(INamedTypeSymbol type, List<DiagnosticInfo> diagnostics, out bool sound)
    {
        var methods = new List<GrainMethodModel>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        sound = true;
        foreach (var declaring in type.AllInterfaces.Insert(0, type))
        {
            // What is wrong with another grain interface is said where that one is read.
            var complaints = declaring.Equals(type, SymbolEqualityComparer.Default) || !GrainTypes.IsGrainInterface(declaring)
                ? diagnostics : null;
            foreach (var member in declaring.GetMembers().Where(IsRemote))
            {
                if (GrainMethodParser.Parse(member, names, complaints) is { } method)
                {
                    methods.Add(method);
                }
                else
                {
                    sound = false;
                }
            }
        }

        return methods;
    }

    private static string StableName(INamedTypeSymbol type) =>
        type.OrleansAttribute("AliasAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? type.FullName();

    private static bool IsRemote(ISymbol member) =>
        !member.IsStatic
        && !member.IsImplicitlyDeclared
        && member.DeclaredAccessibility != Accessibility.Private
        && member is IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false };
}
