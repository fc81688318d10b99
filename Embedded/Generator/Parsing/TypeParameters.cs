using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Spells the type parameters of a type and of the types around it, as one list.</summary>
internal static class TypeParameters
{
    /// <summary>The parameters' names in angle brackets; empty when there are none.</summary>
    public static string List(INamedTypeSymbol type) => Bracket(Levels(type).SelectMany(t => t.TypeParameters).Select(p => p.Name));

    /// <summary>The arguments in angle brackets; empty when there are none.</summary>
    public static string Arguments(INamedTypeSymbol type) =>
        Bracket(Levels(type).SelectMany(t => t.TypeArguments).Select(a => a.Spelled()));

    /// <summary>The constraint clauses of all parameters.</summary>
    public static string Constraints(INamedTypeSymbol type) =>
        string.Concat(Levels(type).SelectMany(t => t.TypeParameters).Select(Clause));

    /// <summary>The type as <c>typeof</c> spells it: without arguments, but with their commas.</summary>
    public static string ConstructUnboundIfGeneric(this INamedTypeSymbol type) =>
        (type.IsGenericAnywhere() ? type.ConstructUnboundGenericType() : type).SpelledPlain();

    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (var each = type; each is not null; each = each.ContainingType)
        {
            levels.Push(each);
        }

        return levels;
    }

    private static string Bracket(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? "" : "<" + list + ">";
    }

    private static string Clause(ITypeParameterSymbol parameter)
    {
        var parts = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            parts.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(parameter.ConstraintTypes.Select(t => t.Spelled()));
        if (parameter.HasConstructorConstraint)
        {
            parts.Add("new()");
        }

        return parts.Count == 0 ? "" : " where " + parameter.Name + " : " + string.Join(", ", parts);
    }
}
