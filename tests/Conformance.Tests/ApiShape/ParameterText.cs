using System.Globalization;
using System.Reflection;

namespace Molecule.Conformance.Tests.ApiShape;

/// <summary>What goes into a call and what comes out.</summary>
static class ParameterText
{
    public static string Of(MethodBase method, NullabilityInfoContext context)
    {
        var extends = Marks.Has(method, "ExtensionAttribute") ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(parameter => Of(parameter, context)));
    }

    public static string Of(PropertyInfo indexer, NullabilityInfoContext context) =>
        string.Join(", ", indexer.GetIndexParameters().Select(parameter => Of(parameter, context)));

    public static string Returned(MethodInfo method, NullabilityInfoContext context)
    {
        var kind = !method.ReturnType.IsByRef ? "" : Marks.Has(method.ReturnParameter, "IsReadOnlyAttribute") ? "ref readonly " : "ref ";
        return Marks.Of(method.ReturnParameter) + kind + Names.Of(context.Create(method.ReturnParameter), NullableFlag.Of(method.ReturnParameter));
    }

    public static string Value(object? value) => value switch
    {
        null or Missing => "default",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Of(ParameterInfo parameter, NullabilityInfoContext context)
    {
        var name = $"{Names.Of(context.Create(parameter), NullableFlag.Of(parameter))} {parameter.Name}";
        return $"{Marks.Of(parameter)}{Kind(parameter)}{name}{(parameter.IsOptional ? $" = {Value(parameter.RawDefaultValue)}" : "")}";
    }

    static string Kind(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.IsByRef: false } => Marks.Has(parameter, "ParamArrayAttribute") || Marks.Has(parameter, "ParamCollectionAttribute") ? "params " : "",
        { IsOut: true } => "out ",
        _ when Marks.Has(parameter, "RequiresLocationAttribute") => "ref readonly ",
        { IsIn: true } => "in ",
        _ => "ref ",
    };
}
