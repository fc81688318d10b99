using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>What may stand for a type parameter.</summary>
static class Generics
{
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(
        from parameter in parameters
        where parameter.IsGenericParameter
        let parts = Parts(parameter).ToList()
        where parts.Count > 0
        select $" where {parameter.Name} : {string.Join(", ", parts)}");

    public static string Variance(Type type) => string.Concat(
        from parameter in type.GetGenericArguments()
        let variance = parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask
        where variance != GenericParameterAttributes.None
        select $" <{(variance == GenericParameterAttributes.Covariant ? "out" : "in")} {parameter.Name}>");

    static IEnumerable<string> Parts(Type parameter)
    {
        var (attributes, types) = (parameter.GenericParameterAttributes, parameter.GetGenericParameterConstraints());
        var (isClass, isStruct) = (
            attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint), attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint));
        var nullable = NullableFlag.Of(parameter);
        if (isClass)
            yield return nullable == NullableFlag.MayBeNull ? "class?" : "class";
        if (isStruct)
            yield return Marks.Has(parameter, "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        // With a type among the constraints nullability is a matter of that type, which reflection does not tell.
        if (!isClass && !isStruct && types.Length == 0 && nullable == NullableFlag.NotNull)
            yield return "notnull";
        foreach (var type in types.Where(type => type != typeof(ValueType)))
            yield return Names.Of(type);
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            yield return "new()";
        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
            yield return "allows ref struct";
    }
}
