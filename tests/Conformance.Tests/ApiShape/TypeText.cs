using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>What a type is, apart from its members.</summary>
static class TypeText
{
    public static IEnumerable<string> Lines(Type type)
    {
        var owner = Names.Of(type);
        yield return $"{owner}: {KindOf(type)}{Generics.Variance(type)}{Generics.Constraints(type.GetGenericArguments())}{Marks.Of(type)}";
        foreach (var ancestor in Ancestors(type))
            yield return $"{owner}: is {Names.Of(ancestor)}";
        if (typeof(Attribute).IsAssignableFrom(type))
            yield return $"{owner}: on {Usage(type.GetCustomAttribute<AttributeUsageAttribute>(inherit: true) ?? new(AttributeTargets.All))}";
    }

    static string KindOf(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => $"enum of {Names.Of(type.GetEnumUnderlyingType())}",
        { IsValueType: true } => $"{(Marks.Has(type, "IsReadOnlyAttribute") ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    // All of them, near and far: that a base class in between has one of them makes no difference to who uses the type.
    static IEnumerable<Type> Ancestors(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            yield break;
        for (var ancestor = type.BaseType; ancestor is not null && ancestor != typeof(object) && ancestor != typeof(ValueType); ancestor = ancestor.BaseType)
            yield return ancestor;
        foreach (var implemented in type.GetInterfaces().Where(each => each.IsVisible))
            yield return implemented;
    }

    static string Usage(AttributeUsageAttribute usage) =>
        $"{usage.ValidOn}{(usage.AllowMultiple ? ", many" : "")}{(usage.Inherited ? ", inherited" : "")}";
}
