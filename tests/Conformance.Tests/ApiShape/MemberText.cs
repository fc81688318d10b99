using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>The members of a type that others can see.</summary>
static class MemberText
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Lines(Type type)
    {
        var (owner, context) = (Names.Of(type), new NullabilityInfoContext());
        foreach (var member in type.GetMembers(Declared).Where(IsVisible))
        {
            var text = member switch
            {
                ConstructorInfo constructor => $"{Modifiers(constructor)}new({ParameterText.Of(constructor, context)})",
                MethodInfo { IsSpecialName: true } accessor when !accessor.Name.StartsWith("op_", StringComparison.Ordinal) => null,
                MethodInfo method => Method(method, context),
                PropertyInfo property => Property(property, context),
                EventInfo happening => $"{Modifiers(happening.AddMethod!)}event {Names.Of(context.Create(happening))} {happening.Name}",
                FieldInfo field when type.IsEnum => field.IsLiteral ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}" : null,
                FieldInfo field => $"{Modifiers(field)}{Names.Of(context.Create(field), NullableFlag.Of(field))} {field.Name}{Constant(field)}",
                _ => null,
            };
            if (text is not null)
                yield return $"{owner}: {text}{Marks.Of(member)}";
        }
    }

    static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || IsProtected(method)) && !IsOverride(method) && !method.Name.Contains('<'),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo happening => IsVisible(happening.AddMethod!),
        _ => false,
    };

    // An override is no member of its own.
    static bool IsOverride(MethodBase method) => method is MethodInfo info && info.GetBaseDefinition() != info;

    static bool IsProtected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    static string Method(MethodInfo method, NullabilityInfoContext context) =>
        $"{Modifiers(method)}{ParameterText.Returned(method, context)} {Names.Of(method)}({ParameterText.Of(method, context)})"
        + Generics.Constraints(method.IsGenericMethodDefinition ? method.GetGenericArguments() : []);

    static string Property(PropertyInfo property, NullabilityInfoContext context)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var all = Modifiers(accessors.MinBy(IsProtected)!);
        var name = property.GetIndexParameters().Length > 0 ? $"{property.Name}[{ParameterText.Of(property, context)}]" : property.Name;
        var list = accessors.Select(accessor => $"{(IsProtected(accessor) && !all.Contains("protected") ? "protected " : "")}{Accessor(accessor)}").Order(StringComparer.Ordinal);
        return $"{all}{Names.Of(context.Create(property), NullableFlag.Of(property))} {name} {{ {string.Join(' ', list)} }}";
    }

    static string Accessor(MethodInfo accessor) => accessor.ReturnType != typeof(void) ? "get;"
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Any(type => type.Name == "IsExternalInit") ? "init;"
        : "set;";

    static string Modifiers(MethodBase method)
    {
        // Every member of an interface is abstract, unless it has a body.
        var isOfInterface = method.DeclaringType!.IsInterface;
        var slot = method switch
        {
            { IsAbstract: true } => isOfInterface ? "" : "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return $"{(IsProtected(method) ? "protected " : "")}{(method.IsStatic ? "static " : "")}{slot}";
    }

    static string Modifiers(FieldInfo field) =>
        (field.IsPublic ? "" : "protected ") + (field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}");

    static string Constant(FieldInfo field) => field.IsLiteral ? $" = {ParameterText.Value(field.GetRawConstantValue())}" : "";
}
