using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>Attributes that the compiler obeys.</summary>
static class Marks
{
    // A use of what is obsolete or experimental is a warning, which is an error here.
    static readonly string[] s_warnings = ["ObsoleteAttribute", "ExperimentalAttribute", "FlagsAttribute", "RequiredMemberAttribute"];

    static readonly string[] s_flow =
    [
        "AllowNullAttribute", "DisallowNullAttribute", "MaybeNullAttribute", "MaybeNullWhenAttribute", "NotNullAttribute", "NotNullWhenAttribute",
        "NotNullIfNotNullAttribute", "DoesNotReturnAttribute", "MemberNotNullAttribute",
    ];

    public static bool Has(MemberInfo member, string name) => Has(member.GetCustomAttributesData(), name);

    public static bool Has(ParameterInfo parameter, string name) => Has(parameter.GetCustomAttributesData(), name);

    /// <summary>Those of a member, after it.</summary>
    public static string Of(MemberInfo member) => string.Concat(member.GetCustomAttributesData()
        .Where(data => !IsTheCompilers(data) && (s_warnings.Contains(data.AttributeType.Name) || s_flow.Contains(data.AttributeType.Name)))
        .Select(data => $" {Text(data)}").Order(StringComparer.Ordinal));

    /// <summary>Those of a parameter or of what is returned, before it.</summary>
    public static string Of(ParameterInfo parameter) => string.Concat(parameter.GetCustomAttributesData()
        .Where(data => s_flow.Contains(data.AttributeType.Name)).Select(data => $"{Text(data)} ").Order(StringComparer.Ordinal));

    // A type with required members or by-ref fields is marked obsolete for compilers that do not know them.
    static bool IsTheCompilers(CustomAttributeData data) =>
        data.AttributeType == typeof(ObsoleteAttribute) && data.ConstructorArguments is [{ Value: string text }, ..] && text.StartsWith("Types with embedded", StringComparison.Ordinal);

    static bool Has(IEnumerable<CustomAttributeData> attributes, string name) => attributes.Any(attribute => attribute.AttributeType.Name == name);

    // Which words a warning is given in does not matter.
    static string Text(CustomAttributeData data) => data.ConstructorArguments is [{ Value: bool when }, ..]
        ? $"[{Short(data)}({when})]"
        : $"[{Short(data)}]";

    static string Short(CustomAttributeData data) => data.AttributeType.Name[..^"Attribute".Length];
}
