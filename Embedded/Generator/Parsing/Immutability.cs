using Microsoft.CodeAnalysis;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>
/// Decides which values can be handed from one grain to another as they are. The answer must never be yes for something
/// that either of them can change; no only costs a copy.
/// </summary>
internal static class Immutability
{
    private static readonly HashSet<string> s_immutable = new(StringComparer.Ordinal)
    {
        "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.TimeZoneInfo",
        "System.Guid", "System.Uri", "System.Version", "System.Type", "System.Index", "System.Range", "System.DBNull",
        "System.Half", "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.Numerics.Complex",
        "System.Text.Rune", "System.Globalization.CultureInfo",
        "System.Net.IPAddress", "System.Threading.CancellationToken",
        "Orleans.Runtime.GrainId", "Orleans.Runtime.GrainType", "Orleans.Runtime.StreamId", "Orleans.Runtime.SiloAddress",
    };

    /// <summary>Generic types that are as immutable as what they hold.</summary>
    private static readonly HashSet<string> s_transparent = new(StringComparer.Ordinal)
    {
        "System.Nullable", "System.ValueTuple", "System.Tuple", "System.Collections.Generic.KeyValuePair",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList",
        "System.Collections.Immutable.ImmutableHashSet", "System.Collections.Immutable.ImmutableSortedSet",
        "System.Collections.Immutable.ImmutableDictionary", "System.Collections.Immutable.ImmutableSortedDictionary",
        "System.Collections.Immutable.ImmutableQueue", "System.Collections.Immutable.ImmutableStack",
        "System.Collections.Frozen.FrozenSet", "System.Collections.Frozen.FrozenDictionary",
    };

    /// <summary>Whether anything that a variable of this type can hold is immutable.</summary>
    public static bool IsImmutable(ITypeSymbol type) => IsImmutable(type, []);

    /// <summary>Whether an instance of exactly this class or struct is immutable; classes derived from it may not be.</summary>
    public static bool IsExactlyImmutable(INamedTypeSymbol type) =>
        type.HasOrleansAttribute("ImmutableAttribute") || HasImmutableFields(type, [type]);

    private static bool IsImmutable(ITypeSymbol type, HashSet<ITypeSymbol> path)
    {
        if (type.TypeKind == TypeKind.Enum || IsPrimitive(type.SpecialType))
        {
            return true;
        }

        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_Object)
        {
            return false;
        }

        if (named.HasOrleansAttribute("ImmutableAttribute") || named.Is("Orleans.Concurrency", "Immutable"))
        {
            return true;
        }

        var name = named.ContainingType is null ? named.NamespaceName() + "." + named.Name : "";
        if (named.Arity == 0 && s_immutable.Contains(name))
        {
            return true;
        }

        if (named.Arity > 0 && s_transparent.Contains(name))
        {
            return named.TypeArguments.All(t => IsImmutable(t, path));
        }

        return named is { TypeKind: TypeKind.Struct } or { TypeKind: TypeKind.Class, IsSealed: true }
            && named.HasOrleansAttribute("GenerateSerializerAttribute")
            // A type that holds itself is as immutable as the rest of it.
            && (!path.Add(named) || HasImmutableFields(named, path));
    }

    private static bool HasImmutableFields(INamedTypeSymbol type, HashSet<ITypeSymbol> path)
    {
        for (var each = type; each is not null && !IsRoot(each.SpecialType); each = each.BaseType)
        {
            // Reference assemblies leave out the private fields of classes: what they show is not the whole truth.
            if (each.IsReferenceType && !each.OriginalDefinition.Locations.Any(l => l.IsInSource))
            {
                return false;
            }

            foreach (var field in each.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic))
            {
                if (!field.IsReadOnly || !(IsDeclaredImmutable(field) || IsImmutable(field.Type, path)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsDeclaredImmutable(IFieldSymbol field) =>
        field.HasOrleansAttribute("ImmutableAttribute") || field.AssociatedSymbol?.HasOrleansAttribute("ImmutableAttribute") == true;

    private static bool IsRoot(SpecialType type) => type is SpecialType.System_Object or SpecialType.System_ValueType;

    private static bool IsPrimitive(SpecialType type) =>
        type is SpecialType.System_String or SpecialType.System_DateTime
        or (>= SpecialType.System_Boolean and <= SpecialType.System_Double)
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
