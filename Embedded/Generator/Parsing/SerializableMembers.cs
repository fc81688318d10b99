using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Reads the members of a serializable type that travel: those with an <c>[Id]</c> and a record's parameters.</summary>
internal static class SerializableMembers
{
    /// <summary>Reads the members that the type itself declares; those of its bases belong to their copiers.</summary>
    public static List<SerializableMemberModel> Read(INamedTypeSymbol type, List<DiagnosticInfo> diagnostics)
    {
        var members = new List<SerializableMemberModel>();
        var taken = new Dictionary<uint, ISymbol>();
        var implicitIds = GeneratesIds(type);
        var parametersTravel = IncludesParameters(type);
        foreach (var member in type.GetMembers().Where(m => !m.IsStatic && m is IFieldSymbol { IsConst: false } or IPropertySymbol))
        {
            var field = StorageOf(member, type);
            if (member is IFieldSymbol { AssociatedSymbol: not null })
            {
                continue; // The property speaks for it.
            }

            if (IdOf(member) is { } id)
            {
                if (taken.TryGetValue(id, out var other))
                {
                    diagnostics.Add(DiagnosticInfo.Create(Descriptors.DuplicateId, member, member.Named(), id.ToString(), other.Named()));
                    continue;
                }

                taken.Add(id, member);
            }
            else if (!(parametersTravel && IsRecordParameter(member)) && !(implicitIds && IsPublicProperty(member)))
            {
                if (field is not null && !member.IsImplicitlyDeclared && !IsNonSerialized(field))
                {
                    diagnostics.Add(DiagnosticInfo.Create(Descriptors.MemberWithoutId, member, member.Named()));
                }

                continue;
            }

            if (Describe(member, field, members.Count) is { } model)
            {
                members.Add(model);
            }
            else
            {
                diagnostics.Add(DiagnosticInfo.Create(Descriptors.MemberCannotBeSet, member, member.Named()));
            }
        }

        return members;
    }

    private static SerializableMemberModel? Describe(ISymbol member, IFieldSymbol? field, int slot)
    {
        var type = member is IPropertySymbol { Type: var propertyType } ? propertyType : ((IFieldSymbol)member).Type;
        var isImmutable = Immutability.IsImmutable(type)
            || member.HasOrleansAttribute("ImmutableAttribute") || field?.HasOrleansAttribute("ImmutableAttribute") == true;
        var (read, write) = (ReadAccess(member, field), WriteAccess(member, field));
        return read is { } r && write is { } w
            ? new SerializableMemberModel(
                Escape(member.Name), member.Name, field?.Name ?? member.Name, type.Spelled(), "_" + slot, isImmutable, r, w)
            : null;
    }

    private static MemberAccess? ReadAccess(ISymbol member, IFieldSymbol? field) => member switch
    {
        IFieldSymbol => member.DeclaredAccessibility.IsInternalOrMore() ? MemberAccess.Direct : MemberAccess.Field,
        IPropertySymbol { GetMethod: { } getter } when getter.DeclaredAccessibility.IsInternalOrMore() => MemberAccess.Direct,
        _ when field is not null => MemberAccess.Field,
        IPropertySymbol { GetMethod: not null } => MemberAccess.Accessor,
        _ => null,
    };

    private static MemberAccess? WriteAccess(ISymbol member, IFieldSymbol? field) => member switch
    {
        IFieldSymbol { IsReadOnly: false } => member.DeclaredAccessibility.IsInternalOrMore() ? MemberAccess.Direct : MemberAccess.Field,
        IPropertySymbol { SetMethod: { IsInitOnly: false } setter } when setter.DeclaredAccessibility.IsInternalOrMore() => MemberAccess.Direct,
        _ when field is not null => MemberAccess.Field,
        IPropertySymbol { SetMethod: not null } => MemberAccess.Accessor,
        _ => null,
    };

    /// <summary>The field that holds a member's value; null for a property that computes it.</summary>
    private static IFieldSymbol? StorageOf(ISymbol member, INamedTypeSymbol type) =>
        member as IFieldSymbol
        ?? type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, member));

    private static uint? IdOf(ISymbol member) =>
        member.OrleansAttribute("IdAttribute")?.ConstructorArguments.FirstOrDefault().Value is uint id ? id : null;

    private static bool IsRecordParameter(ISymbol member) =>
        member is IPropertySymbol && member.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is ParameterSyntax);

    private static bool GeneratesIds(INamedTypeSymbol type) =>
        type.OrleansAttribute("GenerateSerializerAttribute")?.NamedArguments
            .Any(a => a is { Key: "GenerateFieldIds", Value.Value: int and not 0 }) == true;

    private static bool IncludesParameters(INamedTypeSymbol type) =>
        type.IsRecord && type.OrleansAttribute("GenerateSerializerAttribute")?.NamedArguments
            .Any(a => a is { Key: "IncludePrimaryConstructorParameters", Value.Value: false }) != true;

    private static bool IsPublicProperty(ISymbol member) =>
        member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, GetMethod: not null, SetMethod: not null };

    private static bool IsNonSerialized(IFieldSymbol field) =>
        field.GetAttributes().Any(a => a.AttributeClass is { } type && type.Is("System", "NonSerializedAttribute"));

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
