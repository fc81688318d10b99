using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Which types are grains, and which are only the API's own markers.</summary>
internal static class GrainTypes
{
    /// <summary>Whether a type is an interface that grains implement and callers call.</summary>
    public static bool IsGrainInterface(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && !IsApi(type) && type.AllInterfaces.Any(i => i.Is("Orleans", "IGrain"));

    /// <summary>
    /// Whether a type is a class that is activated as a grain. A class that only implements a grain interface is not:
    /// tests have such stand-ins.
    /// </summary>
    public static bool IsGrainClass(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false }
        && type.AllInterfaces.Any(i => i.Is("Orleans", "IGrainBase"))
        && type.AllInterfaces.Any(IsGrainInterface);

    private static bool IsApi(INamedTypeSymbol type) => type.NamespaceName() is "Orleans" or "Orleans.Runtime";
}
