namespace Orleans.Embedded.Generator.Model;

/// <summary>A type marked <c>[GenerateSerializer]</c>: what its copier needs to know.</summary>
/// <param name="Type">The type as code spells it, with its own type parameters.</param>
/// <param name="UnboundType">The type as <c>typeof</c> spells it when it is generic: <c>Box&lt;&gt;</c>.</param>
/// <param name="TypeParameters">The type parameters of it and its outer types: <c>&lt;T, U&gt;</c>; empty when there are none.</param>
/// <param name="Constraints">The constraint clauses of those.</param>
/// <param name="IsPublic">Whether other assemblies can see the type, and may therefore derive from it.</param>
/// <param name="IsImmutable">Whether an instance of exactly this type can be handed over as it is.</param>
/// <param name="BaseCopier">The copier that copies what the base type declares; null when nothing there is to be copied.</param>
internal sealed record SerializableModel(
    string Type,
    string UnboundType,
    string Identifier,
    string Namespace,
    string TypeParameters,
    string Constraints,
    TypeShape Shape,
    Creation Creation,
    bool IsPublic,
    bool IsImmutable,
    string? BaseCopier,
    EquatableArray<SerializableMemberModel> Members)
{
    public bool IsGeneric => TypeParameters.Length > 0;

    public bool IsStruct => Shape == TypeShape.Struct;
}

/// <summary>A field or property that travels.</summary>
/// <param name="Name">Its name as code spells it.</param>
/// <param name="PlainName">Its name as metadata has it.</param>
/// <param name="FieldName">The name of the field that holds it.</param>
/// <param name="Slot">A suffix that tells its accessors from those of other members.</param>
/// <param name="IsImmutable">Whether its value can be handed over as it is.</param>
internal sealed record SerializableMemberModel(
    string Name, string PlainName, string FieldName, string Type, string Slot, bool IsImmutable, MemberAccess Read, MemberAccess Write);

/// <summary>How generated code reaches a member.</summary>
internal enum MemberAccess
{
    /// <summary>By its name, like any code.</summary>
    Direct,

    /// <summary>Through an unsafe accessor for the field that holds it.</summary>
    Field,

    /// <summary>Through an unsafe accessor for its getter or setter.</summary>
    Accessor,
}

/// <summary>What kind of type is copied.</summary>
internal enum TypeShape
{
    Struct,
    SealedClass,
    OpenClass,
    AbstractClass,
}

/// <summary>How a new instance comes to be.</summary>
internal enum Creation
{
    /// <summary><c>new T()</c>.</summary>
    Constructor,

    /// <summary>The parameterless constructor, which is not accessible or asks for required members.</summary>
    HiddenConstructor,

    /// <summary>Without running a constructor: there is none without parameters.</summary>
    Uninitialized,
}
