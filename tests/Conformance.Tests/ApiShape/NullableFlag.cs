using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>What the compiler has noted of a type parameter's nullability, and of a <c>T</c>'s: the framework's reader of nullability tells neither.</summary>
static class NullableFlag
{
    public const byte NotNull = 1;
    public const byte MayBeNull = 2;

    /// <summary>Of a type parameter.</summary>
    public static byte Of(Type parameter) => First(parameter.GetCustomAttributesData(), "NullableAttribute")
        ?? Around(parameter.DeclaringMethod ?? (MemberInfo)parameter.DeclaringType!);

    /// <summary>Of a parameter or what is returned.</summary>
    public static byte Of(ParameterInfo parameter) => First(parameter.GetCustomAttributesData(), "NullableAttribute") ?? Around(parameter.Member);

    /// <summary>Of a field or property.</summary>
    public static byte Of(MemberInfo member) => First(member.GetCustomAttributesData(), "NullableAttribute") ?? Around(member);

    static byte Around(MemberInfo member)
    {
        for (var scope = member; scope is not null; scope = scope.DeclaringType)
        {
            if (First(scope.GetCustomAttributesData(), "NullableContextAttribute") is { } flag)
                return flag;
        }

        return 0;
    }

    static byte? First(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == name)?.ConstructorArguments[0].Value switch
        {
            byte flag => flag,
            IReadOnlyList<CustomAttributeTypedArgument> flags => (byte)flags[0].Value!,
            _ => null,
        };
}
