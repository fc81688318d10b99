using Microsoft.CodeAnalysis;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Reads types that are marked <c>[GenerateSerializer]</c>.</summary>
internal static class SerializableParser
{
    public static Parsed<SerializableModel>? Parse(INamedTypeSymbol type)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic)
        {
            return null; // Enums travel by value and need nothing.
        }

        if (!type.IsNameable())
        {
            DiagnosticInfo[] complaint = [DiagnosticInfo.Create(Descriptors.NotAccessible, type, type.Named())];
            return new Parsed<SerializableModel>(null, complaint.ToEquatableArray());
        }

        var diagnostics = new List<DiagnosticInfo>();
        var members = SerializableMembers.Read(type, diagnostics);
        var parent = MarkedBase(type);
        var unsound = diagnostics.Any(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        var model = unsound || IsException(type) ? null : new SerializableModel(
            type.SpelledPlain(),
            type.ConstructUnboundIfGeneric(),
            type.Identifier(),
            type.NamespaceName(),
            TypeParameters.List(type),
            TypeParameters.Constraints(type),
            Shape(type),
            HowToCreate(type),
            type.IsPublic(),
            Immutability.IsExactlyImmutable(type),
            parent is null ? null : CopierName(parent),
            members.ToEquatableArray());
        return new Parsed<SerializableModel>(model, diagnostics.ToEquatableArray());
    }

    /// <summary>Exceptions hold more than their marked members: the engine has its own way with them.</summary>
    private static bool IsException(INamedTypeSymbol type)
    {
        for (var each = type.BaseType; each is not null; each = each.BaseType)
        {
            if (each.Is("System", "Exception"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The nearest base type that has a copier of its own.</summary>
    private static INamedTypeSymbol? MarkedBase(INamedTypeSymbol type)
    {
        for (var each = type.BaseType; each is not null; each = each.BaseType)
        {
            if (each.HasOrleansAttribute("GenerateSerializerAttribute"))
            {
                return each;
            }
        }

        return null;
    }

    private static string CopierName(INamedTypeSymbol type) =>
        GeneratedNames.Namespace(type.NamespaceName(), global: true) + "." + GeneratedNames.Copier(type.Identifier()) + TypeParameters.Arguments(type);

    private static TypeShape Shape(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Struct } => TypeShape.Struct,
        { IsAbstract: true } => TypeShape.AbstractClass,
        { IsSealed: true } => TypeShape.SealedClass,
        _ => TypeShape.OpenClass,
    };

    private static Creation HowToCreate(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Struct || type.InstanceConstructors.FirstOrDefault(c => c.Parameters.IsEmpty) is not { } constructor)
        {
            return Creation.Uninitialized;
        }

        return constructor.DeclaredAccessibility.IsInternalOrMore() && !HasRequiredMembers(type)
            ? Creation.Constructor : Creation.HiddenConstructor;
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (each.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
