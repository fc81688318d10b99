using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Emit;

/// <summary>Writes the class of a method's requests: its arguments, how they are copied, and the call itself.</summary>
internal static class RequestEmitter
{
    public static string Name(GrainMethodModel method) => method.RequestName + "Request";

    public static void Emit(CodeWriter writer, GrainInterfaceModel grain, GrainMethodModel method)
    {
        // One token is the call's own, which the engine carries; more of them are arguments like others.
        var token = method.Parameters.ToList().FindIndex(p => p.IsCancellationToken);
        var arguments = Enumerable.Range(0, method.Parameters.Count).Where(i => i != token).ToList();

        writer.Open($"private sealed class {Name(method)} : {Base(method)}");
        foreach (var i in arguments)
        {
            writer.Line($"private {method.Parameters[i].Type} _{i};");
        }

        EmitConstructor(writer, method, token);
        writer.Line().Line($"public override string InterfaceName => {Literal(grain.StableName)};")
            .Line().Line($"public override string MethodName => {Literal(method.Name.TrimStart('@'))};");
        EmitOptions(writer, method);
        EmitCopies(writer, method, arguments);
        if (token >= 0)
        {
            writer.Line().Line($"public override {Api.CancellationToken} CancellationToken {{ get; set; }}");
        }

        EmitIntrospection(writer, arguments);
        EmitInvoke(writer, method, token);
        writer.Close();
    }

    private static string Base(GrainMethodModel method) =>
        Api.CodeGeneration + (method.ResultType is { } result ? $"GrainRequest<{result}>" : "VoidGrainRequest");

    private static void EmitConstructor(CodeWriter writer, GrainMethodModel method, int token)
    {
        var parameters = string.Join(", ", method.Parameters.Select((p, i) => $"{p.Type} a{i}"));
        writer.Line().Open($"public {Name(method)}({parameters})");
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            writer.Line(i == token ? $"CancellationToken = a{i};" : $"_{i} = a{i};");
        }

        writer.Close();
    }

    private static void EmitOptions(CodeWriter writer, GrainMethodModel method)
    {
        if (method.Options != InvokeOptions.None)
        {
            var options = method.Options.ToString().Split([", "], StringSplitOptions.None).Select(o => $"{Api.InvokeOptions}.{o}");
            writer.Line().Line($"public override {Api.InvokeOptions} Options => {string.Join(" | ", options)};");
        }

        if (method.ResponseTimeoutTicks is { } ticks)
        {
            var number = ticks.ToString(CultureInfo.InvariantCulture);
            writer.Line().Line($"public override global::System.TimeSpan? ResponseTimeout => new global::System.TimeSpan({number}L);");
        }
    }

    private static void EmitCopies(CodeWriter writer, GrainMethodModel method, List<int> arguments)
    {
        var mutable = arguments.Where(i => !method.Parameters[i].IsImmutable).ToList();
        if (mutable.Count > 0)
        {
            writer.Line().Line("public override bool HasMutableArguments => true;")
                .Line().Open($"public override void CopyArguments({Api.CopyContext} context)");
            foreach (var i in mutable)
            {
                writer.Line($"_{i} = context.Copy(_{i});");
            }

            writer.Close();
        }

        if (method is { ResultType: { } result, ResultIsImmutable: false })
        {
            writer.Line().Line("public override bool HasMutableResult => true;")
                .Line().Line($"public override {result} CopyResult({result} result, {Api.CopyContext} context) => context.Copy(result);");
        }
    }

    private static void EmitIntrospection(CodeWriter writer, List<int> arguments)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        writer.Line().Line($"public override int GetArgumentCount() => {arguments.Count};")
            .Line().Open("public override object? GetArgument(int index) => index switch");
        for (var i = 0; i < arguments.Count; i++)
        {
            writer.Line($"{i} => _{arguments[i]},");
        }

        writer.Line("_ => base.GetArgument(index),").CloseStatement();
    }

    private static void EmitInvoke(CodeWriter writer, GrainMethodModel method, int token)
    {
        var arguments = string.Join(", ", method.Parameters.Select((_, i) => i == token ? "CancellationToken" : $"_{i}"));
        var call = $"(({method.DeclaringType})grain).{method.Name}({arguments})";
        var result = method.ResultType is { } type ? $"{Api.ValueTask}<{type}>" : Api.ValueTask;
        writer.Line().Line($"public override {result} InvokeAsync(object grain) =>")
            .Line(method.Returns is ReturnShape.Task or ReturnShape.TaskOfResult ? $"    new {result}({call});" : $"    {call};");
    }

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
