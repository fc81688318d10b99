using Microsoft.CodeAnalysis.Text;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Emit;

/// <summary>Writes the copier of a serializable type.</summary>
internal static class CopierEmitter
{
    private const string Unsafe = "global::System.Runtime.CompilerServices.UnsafeAccessor";

    public static SourceText Emit(SerializableModel type)
    {
        // Copiers of derived types, in other assemblies too, call the one of their base.
        var access = type.IsPublic && type.Shape is TypeShape.OpenClass or TypeShape.AbstractClass ? "public" : "internal";
        var kind = type.Shape == TypeShape.AbstractClass ? "static" : "sealed";
        var parent = type.Shape == TypeShape.AbstractClass ? "" : $" : {Api.Copier}<{type.Type}>";
        var name = GeneratedNames.Copier(type.Identifier) + type.TypeParameters;
        var writer = CodeWriter.StartFile()
            .Line($"namespace {GeneratedNames.Namespace(type.Namespace)};").Line()
            .OpenType($"{access} {kind} class {name}{parent}{type.Constraints}");
        switch (type.Shape)
        {
            case TypeShape.Struct:
                EmitStructCopy(writer, type);
                break;
            case TypeShape.SealedClass:
                EmitClassCopy(writer, type);
                break;
            case TypeShape.OpenClass:
                EmitClassCopy(writer, type);
                writer.Line();
                EmitMembers(writer, type);
                break;
            default:
                EmitMembers(writer, type);
                break;
        }

        return writer.Close().ToSourceText();
    }

    private static void EmitStructCopy(CodeWriter writer, SerializableModel type)
    {
        if (EmitPassAsIs(writer, type))
        {
            return;
        }

        writer.Open($"public override {type.Type} Copy({type.Type} value, {Api.CopyContext} context)")
            .Line($"var copy = default({type.Type});");
        EmitAssignments(writer, type);
        writer.Line("return copy;").Close();
        EmitAccessors(writer, type);
    }

    private static void EmitClassCopy(CodeWriter writer, SerializableModel type)
    {
        if (EmitPassAsIs(writer, type))
        {
            return;
        }

        writer.Open($"public override {type.Type} Copy({type.Type} value, {Api.CopyContext} context)")
            .Line($"var copy = {Create(type)};")
            .Line("context.Record(value, copy);");
        if (type.Shape == TypeShape.OpenClass)
        {
            writer.Line("CopyMembers(value, copy, context);");
        }
        else
        {
            EmitAssignments(writer, type);
        }

        writer.Line("return copy;").Close();
        if (type.Creation == Creation.HiddenConstructor)
        {
            writer.Line().Line($"[{Unsafe}({Unsafe}Kind.Constructor)]").Line($"private static extern {type.Type} Create();");
        }

        if (type.Shape == TypeShape.SealedClass)
        {
            EmitAccessors(writer, type);
        }
    }

    private static void EmitMembers(CodeWriter writer, SerializableModel type)
    {
        writer.Open($"public static void CopyMembers({type.Type} value, {type.Type} copy, {Api.CopyContext} context)");
        EmitAssignments(writer, type);
        writer.Close();
        EmitAccessors(writer, type);
    }

    private static bool EmitPassAsIs(CodeWriter writer, SerializableModel type)
    {
        if (type.IsImmutable)
        {
            writer.Line("public override bool IsImmutable => true;").Line()
                .Line($"public override {type.Type} Copy({type.Type} value, {Api.CopyContext} context) => value;");
        }

        return type.IsImmutable;
    }

    private static string Create(SerializableModel type) => type.Creation switch
    {
        Creation.Constructor => $"new {type.Type}()",
        Creation.HiddenConstructor => "Create()",
        _ => $"({type.Type})global::System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof({type.Type}))",
    };

    private static void EmitAssignments(CodeWriter writer, SerializableModel type)
    {
        if (type.BaseCopier is { } parent)
        {
            writer.Line($"{parent}.CopyMembers(value, copy, context);");
        }

        var byReference = type.IsStruct ? "ref " : "";
        foreach (var member in type.Members)
        {
            var value = member.Read switch
            {
                MemberAccess.Direct => $"value.{member.Name}",
                MemberAccess.Field => $"Field{member.Slot}({byReference}value)",
                _ => $"Get{member.Slot}({byReference}value)",
            };
            value = member.IsImmutable ? value : $"context.Copy({value})";
            writer.Line(member.Write switch
            {
                MemberAccess.Direct => $"copy.{member.Name} = {value};",
                MemberAccess.Field => $"Field{member.Slot}({byReference}copy) = {value};",
                _ => $"Set{member.Slot}({byReference}copy, {value});",
            });
        }
    }

    private static void EmitAccessors(CodeWriter writer, SerializableModel type)
    {
        var target = (type.IsStruct ? "ref " : "") + type.Type + " target";
        foreach (var member in type.Members)
        {
            if (member.Read == MemberAccess.Field || member.Write == MemberAccess.Field)
            {
                Accessor(writer, "Field", member.FieldName, $"ref {member.Type} Field{member.Slot}({target})");
            }

            if (member.Read == MemberAccess.Accessor)
            {
                Accessor(writer, "Method", "get_" + member.PlainName, $"{member.Type} Get{member.Slot}({target})");
            }

            if (member.Write == MemberAccess.Accessor)
            {
                Accessor(writer, "Method", "set_" + member.PlainName, $"void Set{member.Slot}({target}, {member.Type} value)");
            }
        }
    }

    private static void Accessor(CodeWriter writer, string kind, string name, string signature) =>
        writer.Line().Line($"[{Unsafe}({Unsafe}Kind.{kind}, Name = \"{name}\")]").Line($"private static extern {signature};");
}
