using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>How types are spelt in the list.</summary>
static class Names
{
    public static string Of(Type type) => type switch
    {
        { IsByRef: true } => Of(type.GetElementType()!),
        { IsArray: true } => Of(type.GetElementType()!) + "[]",
        { IsGenericType: true } => $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>",
        { IsGenericParameter: true } => type.Name,
        _ => Plain(type),
    };

    public static string Of(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
        : method.Name;

    /// <summary>A type where it is used, with its nullability.</summary>
    /// <param name="info">The nullability as the framework reads it.</param>
    /// <param name="flag">What the compiler has noted, which decides for a type parameter.</param>
    public static string Of(NullabilityInfo info, byte flag = 0)
    {
        var type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        var text = type switch
        {
            { IsArray: true } => (info.ElementType is { } element ? Of(element) : Of(type.GetElementType()!)) + "[]",
            { IsGenericType: true } when info.GenericTypeArguments.Length == type.GetGenericArguments().Length =>
                $"{Plain(type)}<{string.Join(", ", info.GenericTypeArguments.Select(argument => Of(argument)))}>",
            _ => Of(type),
        };
        var isNullable = type.IsGenericParameter ? flag == NullableFlag.MayBeNull : info.ReadState == NullabilityState.Nullable && !type.IsValueType;
        return isNullable ? text + "?" : text;
    }

    static string Plain(Type type)
    {
        var name = type.Name.Contains('`') ? type.Name[..type.Name.IndexOf('`')] : type.Name;
        return type.IsNested ? $"{Plain(type.DeclaringType!)}.{name}" : type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? name : $"{type.Namespace}.{name}";
    }
}
