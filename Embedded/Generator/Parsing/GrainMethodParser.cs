using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Reads the members of grain interfaces.</summary>
internal static class GrainMethodParser
{
    /// <summary>Reads a member; null when no request can be made of it, with the reason among the complaints.</summary>
    public static GrainMethodModel? Parse(ISymbol member, HashSet<string> names, List<DiagnosticInfo>? complaints)
    {
        var reason = Refuse(member);
        if (reason is not null)
        {
            complaints?.Add(reason);
            return null;
        }

        var method = (IMethodSymbol)member;
        if (ReadReturn(method.ReturnType) is not { } shape || method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Error))
        {
            // The compiler has a complaint of its own.
            return null;
        }

        var result = (method.ReturnType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return new GrainMethodModel(
            method.ContainingType.SpelledPlain(),
            Escape(method.Name),
            UniqueName(method.Name, names),
            method.ReturnType.Spelled(),
            shape,
            result?.Spelled(),
            result is not null && (Immutability.IsImmutable(result) || ReturnsImmutable(method)),
            method.Parameters.Select(ReadParameter).ToEquatableArray(),
            ReadOptions(method),
            ReadResponseTimeout(method));
    }

    private static DiagnosticInfo? Refuse(ISymbol member)
    {
        if (member is not IMethodSymbol method)
        {
            return DiagnosticInfo.Create(Descriptors.OnlyMethods, member, member.Named());
        }

        if (method.IsGenericMethod)
        {
            return DiagnosticInfo.Create(Descriptors.GenericMethod, method, method.Named());
        }

        if (method.Parameters.FirstOrDefault(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType || p.Type is IPointerTypeSymbol)
            is { } parameter)
        {
            return DiagnosticInfo.Create(Descriptors.ParameterMustBeByValue, parameter, method.Named(), parameter.Name);
        }

        if (ReadReturn(method.ReturnType) is not { } shape)
        {
            return method.ReturnType.TypeKind == TypeKind.Error
                ? null : DiagnosticInfo.Create(Descriptors.MethodMustReturnTask, method, method.Named());
        }

        return shape is ReturnShape.TaskOfResult or ReturnShape.ValueTaskOfResult && method.HasOrleansAttribute("OneWayAttribute")
            ? DiagnosticInfo.Create(Descriptors.OneWayReturnsValue, method, method.Named()) : null;
    }

    private static ReturnShape? ReadReturn(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: <= 1 } named when named.NamespaceName() == "System.Threading.Tasks" =>
            (named.Name, named.Arity) switch
            {
                ("Task", 0) => ReturnShape.Task,
                ("Task", _) => ReturnShape.TaskOfResult,
                (_, 0) => ReturnShape.ValueTask,
                _ => ReturnShape.ValueTaskOfResult,
            },
        _ => null,
    };

    private static bool ReturnsImmutable(IMethodSymbol method) =>
        method.GetReturnTypeAttributes().Any(a => a.AttributeClass is { } type && type.Is("Orleans", "ImmutableAttribute"));

    private static ParameterModel ReadParameter(IParameterSymbol parameter) => new(
        Escape(parameter.Name),
        parameter.Type.Spelled(),
        Immutability.IsImmutable(parameter.Type) || parameter.HasOrleansAttribute("ImmutableAttribute"),
        parameter.Type.Is("System.Threading", "CancellationToken"));

    private static InvokeOptions ReadOptions(IMethodSymbol method)
    {
        var options = InvokeOptions.None;
        foreach (var attribute in method.GetAttributes())
        {
            options |= attribute.AttributeClass is { } type && type.NamespaceName() == "Orleans.Concurrency"
                ? type.Name switch
                {
                    "OneWayAttribute" => InvokeOptions.OneWay,
                    "ReadOnlyAttribute" => InvokeOptions.ReadOnly,
                    "AlwaysInterleaveAttribute" => InvokeOptions.AlwaysInterleave,
                    _ => InvokeOptions.None,
                }
                : InvokeOptions.None;
        }

        return options;
    }

    private static long? ReadResponseTimeout(IMethodSymbol method) =>
        method.OrleansAttribute("ResponseTimeoutAttribute")?.ConstructorArguments.FirstOrDefault().Value is string text
        && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) ? timeout.Ticks : null;

    private static string UniqueName(string name, HashSet<string> names)
    {
        var unique = name;
        for (var i = 2; !names.Add(unique); i++)
        {
            unique = name + i;
        }

        return unique;
    }

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name : name;
}
