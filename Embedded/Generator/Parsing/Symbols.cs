using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Small questions about symbols. Names are compared, not symbols: no compilation needs to be asked for them.</summary>
internal static class Symbols
{
    private const string Root = "Orleans";

    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_message = SymbolDisplayFormat.CSharpErrorMessageFormat;

    /// <summary>The type as code spells it anywhere.</summary>
    public static string Spelled(this ITypeSymbol type) => type.ToDisplayString(s_full);

    /// <summary>The type as code spells it where <c>null</c> annotations are not allowed, as in <c>typeof</c>.</summary>
    public static string SpelledPlain(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The symbol as messages name it.</summary>
    public static string Named(this ISymbol symbol) => symbol.ToDisplayString(s_message);

    /// <summary>The namespace of a symbol; empty for the global one.</summary>
    public static string NamespaceName(this ISymbol symbol) =>
        symbol.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() : "";

    /// <summary>A name for what is generated for a type, unique within its namespace: outer types, name and arity.</summary>
    public static string Identifier(this INamedTypeSymbol type)
    {
        var plain = type.Name.Replace("_", "__"); // Outer.Inner is not Outer_Inner.
        var name = type.Arity == 0 ? plain : plain + "_" + type.Arity;
        return type.ContainingType is { } outer ? outer.Identifier() + "_" + name : name;
    }

    /// <summary>The type's full name as <c>Type.FullName</c> has it, type parameters aside.</summary>
    public static string FullName(this INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? outer.FullName() + "+" + type.Name
        : type.NamespaceName() is { Length: > 0 } space ? space + "." + type.Name : type.Name;

    /// <summary>Whether a type has the given name in the given namespace.</summary>
    public static bool Is(this ITypeSymbol type, string space, string name) =>
        type.Name == name && type.NamespaceName() == space;

    /// <summary>The attribute of the Orleans API with the given name, when the symbol has it.</summary>
    public static AttributeData? OrleansAttribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == name && IsOrleans(type.ContainingNamespace))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool HasOrleansAttribute(this ISymbol symbol, string name) => symbol.OrleansAttribute(name) is not null;

    /// <summary>Whether any code of the same assembly can name the type.</summary>
    public static bool IsNameable(this INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.ContainingType)
        {
            if (each.IsFileLocal || !each.DeclaredAccessibility.IsInternalOrMore())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether other assemblies can name the type.</summary>
    public static bool IsPublic(this INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.ContainingType)
        {
            if (each.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsInternalOrMore(this Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>Whether the type, one around it included, has type parameters.</summary>
    public static bool IsGenericAnywhere(this INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.ContainingType)
        {
            if (each.Arity > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOrleans(INamespaceSymbol? space)
    {
        while (space is { IsGlobalNamespace: false })
        {
            if (space.ContainingNamespace.IsGlobalNamespace)
            {
                return space.Name == Root;
            }

            space = space.ContainingNamespace;
        }

        return false;
    }
}
